import Evaluation
import Foundation
import Reports

/// A run from its folder to its report: made or reopened, carried out, summed up.
struct RunSession {
  let options: RunOptions
  /// Reopen the folder rather than make it.
  let isResumed: Bool

  /// - Parameters:
  ///   - plan: what the run is.
  ///   - body: carries the run out in the folder.
  /// - Throws: `Interrupted` after Ctrl-C, `LimitsBroken` or `SamplesFailed` when records say so.
  func carryOut(_ plan: RunDescription, _ body: (RunFolder, RunControl) throws -> RunEnd) throws {
    let folder = try open(plan)
    for repair in folder.repairs where !options.quiet { Console.error("Mended: \(repair)") }
    Interruption.watch()
    let progress = ProgressBox(ProgressLine("Attacking", isQuiet: options.quiet))
    let control = RunControl(
      didAdvance: {
        progress.line.update($0.done, of: $0.total, earlier: $0.done - $0.doneInSession, note: Self.note($0))
      },
      shouldStop: { Interruption.isRequested })
    let end: RunEnd
    do { end = try body(folder, control) } catch { throw RunBroken(reason: error, folder: options.output) }
    guard end.state == .complete else {
      throw Interrupted(advice: "Finished samples are kept; go on with 'chaff resume \(options.output)'.")
    }
    let page = options.report ? try RunReport.build(options.output) : nil
    try present(end.summary, page)
    try RunVerdict.check([options.output])
  }

  private func open(_ plan: RunDescription) throws -> RunFolder {
    guard isResumed else { return try RunFolder.create(at: options.output, plan: plan, force: options.force) }
    let folder = try RunFolder.reopen(options.output)
    let conflicts = folder.plan.conflicts(with: plan)
    guard conflicts.isEmpty else { throw ResumeConflict(folder: options.output, conflicts: conflicts) }
    return folder
  }

  private func present(_ summary: RunSummary, _ page: String?) throws {
    guard !options.quiet else { return }
    if options.json {
      return Console.print(try JSONText.of(summary))
    }
    for line in SummaryText(summary).lines { Console.print(line) }
    if let page { Console.print("Report: \(page)") }
  }

  private static func note(_ progress: RunProgress) -> String {
    guard let rate = progress.successRate else { return "" }
    return String(format: "%.0f %% succeeded so far", 100 * rate)
  }

  /// The progress line lives outside the closure that updates it.
  private final class ProgressBox {
    var line: ProgressLine
    init(_ line: ProgressLine) { self.line = line }
  }
}

/// What differs between a run folder and the command that would go on with it.
struct ResumeConflict: Error, CustomStringConvertible {
  let folder: String
  let conflicts: [String]

  var description: String {
    "\(folder) cannot be resumed: \(conflicts.joined(separator: ", ")) changed since it was started; "
      + "restore them or start a new run"
  }
}

/// A run that a full disk, say, has ended before its time.
struct RunBroken: Error, CustomStringConvertible {
  let reason: any Error
  let folder: String
  var description: String { "\(reason). Finished samples are kept; go on with 'chaff resume \(folder)'" }
}

struct SamplesFailed: Error, CustomStringConvertible {
  let count: Int
  let folder: String
  /// What is wrong with the first of them.
  let first: String?

  var description: String {
    let reason = first.map { (count == 1 ? ": " : ", the first because of this: ") + $0 } ?? ""
    return
      "\(count) sample\(count == 1 ? "" : "s") could not be attacked\(reason); \(folder)/records.jsonl says why for each"
  }
}
