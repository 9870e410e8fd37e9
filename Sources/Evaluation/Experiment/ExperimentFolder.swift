internal import Foundation

/// An experiment's folder: experiment.json, one run folder for each victim, result.json.
public struct ExperimentFolder: Sendable {
  public let path: String

  public init(_ path: String) { self.path = path }

  public var description: String { path + "/experiment.json" }
  public var result: String { path + "/result.json" }

  public func runFolder(_ victim: ExperimentDescription.Victim) -> String { path + "/" + victim.folder }

  /// Makes the folder for an experiment, or goes on with the same one.
  ///
  /// - Returns: the description in the folder: that of the first start.
  /// - Throws: `RunFolderError` when something else is in it, or an experiment that differs.
  public func open(_ wanted: ExperimentDescription, force: Bool) throws -> ExperimentDescription {
    let found = try RunFolderContents.made(at: path)
    let existing = FileManager.default.contents(atPath: description).flatMap {
      try? RecordCoding.decode(ExperimentDescription.self, from: $0)
    }
    if let existing, !force {
      let conflicts = existing.conflicts(with: wanted)
      guard conflicts.isEmpty else {
        throw RunFolderError(
          cannot: "go on with the experiment in", path,
          because: "\(conflicts.joined(separator: ", ")) changed since it was started",
          advice: "restore them, choose another folder, or start anew with --force")
      }
      return existing
    }
    if existing == nil, !found.isEmpty, !force {
      throw RunFolderError(
        cannot: "start an experiment in", path, because: "it holds something that is no experiment",
        advice: "choose another folder, or replace an earlier experiment with --force")
    }
    try AtomicFile.write(try RecordCoding.document(wanted), to: description)
    return wanted
  }

  /// - Throws: `RunFolderError` for a folder without a readable experiment.
  public func read() throws -> ExperimentDescription {
    guard let data = FileManager.default.contents(atPath: description) else {
      throw RunFolderError(
        cannot: "read", description, because: "there is no such readable file",
        advice: "give a folder that 'chaff run' made")
    }
    do { return try RecordCoding.decode(ExperimentDescription.self, from: data) } catch {
      throw RunFolderError(
        cannot: "read", description, because: "it is no experiment", advice: "use the version of chaff that made it")
    }
  }

  public func readResult() throws -> ExperimentResult {
    guard let data = FileManager.default.contents(atPath: result) else {
      throw RunFolderError(
        cannot: "read", result, because: "there is no such readable file",
        advice: "finish the experiment with the command that began it")
    }
    do { return try RecordCoding.decode(ExperimentResult.self, from: data) } catch {
      throw RunFolderError(
        cannot: "read", result, because: "it is no experiment's result", advice: "use the version of chaff that made it"
      )
    }
  }

  /// Computes the result from the victims' records and writes it.
  public func summarize(_ experiment: ExperimentDescription) throws -> ExperimentResult {
    var result = ExperimentResult(
      state: .complete, description: experiment, rows: [], worstCases: [], curves: [], sanity: [])
    for victim in experiment.victims {
      let reader = RunReader(runFolder(victim))
      guard FileManager.default.fileExists(atPath: reader.paths.description) else {
        result.state = .interrupted
        continue
      }
      let summary = try reader.summarize()
      var summarizer = ExperimentSummarizer(
        victim: victim.name, attacks: experiment.attacks[victim.name] ?? [],
        classNames: try reader.plan().model.classNames)
      try reader.forEachClassification { summarizer.add($0) }
      if summary.state != .complete { result.state = .interrupted }
      result.rows += summarizer.rows(summary)
      result.worstCases += summarizer.worstCases
      result.curves += summarizer.curves
      result.sanity.append(.init(victim: victim.name, checks: summary.sanity))
    }
    result.corruptions = CorruptionResult.all(in: result.rows)
    try AtomicFile.write(try RecordCoding.document(result), to: self.result)
    return result
  }
}
