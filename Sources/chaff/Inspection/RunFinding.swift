import Evaluation
import Foundation

/// What a run folder holds, and whether the run came to its end.
struct RunFinding: Finding {
  static let kind = "run"

  let plan: RunDescription
  /// Computed from the journal, so that an interrupted run has one as well.
  let summary: RunSummary
  let hasReport: Bool

  /// Whether a folder is one that an attack left behind.
  static func isRun(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: RunPaths(folder: path).description)
  }

  init(_ path: String) throws {
    let reader = RunReader(path)
    plan = try reader.plan()
    summary = try reader.summarize(plan)
    hasReport = FileManager.default.fileExists(atPath: RunPaths(folder: path).report)
  }

  private enum CodingKeys: String, CodingKey { case task, created, commandLine, state, counts, attacks, hasReport }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(plan.task, forKey: .task)
    try container.encode(plan.created, forKey: .created)
    try container.encode(plan.commandLine, forKey: .commandLine)
    try container.encode(summary.state, forKey: .state)
    try container.encode(summary.counts, forKey: .counts)
    try container.encode(summary.attacks, forKey: .attacks)
    try container.encode(hasReport, forKey: .hasReport)
  }

  var title: String { "run folder, \(plan.task.rawValue), \(summary.state.rawValue)" }

  var facts: [Fact] {
    var facts = [Fact("begun", plan.created)]
    facts.add("command", plan.commandLine.joined(separator: " "))
    facts.add("model", plan.model.file)
    facts.add("data", "\(plan.data.folder): \(plan.data.selection), \(plan.data.selected) of \(plan.data.found)")
    facts.add("records", "\(summary.counts.recorded) of \(summary.counts.samples)")
    facts.add("attacks", lines: summary.attacks.map(Self.text))
    facts.add("report", hasReport ? "report.html" : "none; 'chaff report' builds it")
    if summary.state == .interrupted { facts.add("next", "'chaff resume' finishes the run") }
    return facts
  }

  private static func text(_ attack: AttackSummary) -> String {
    let rate = attack.successRate
    let share = rate.total > 0 ? ", \(Wording.percent(rate.rate))" : ""
    return "\(attack.name): \(rate.count) of \(rate.total) attacked samples succeeded\(share)"
  }
}
