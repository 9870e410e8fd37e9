internal import Foundation

/// An experiment's folder: experiment.json, one run folder for each victim, result.json.
public struct ExperimentFolder: Sendable {
  private let work: WorkFolder<ExperimentDescription>

  public init(_ path: String) { work = WorkFolder(path, .experiment) }

  public var path: String { work.path }
  public var description: String { work.description }
  public var result: String { work.result }

  public func runFolder(_ victim: ExperimentDescription.Victim) -> String { path + "/" + victim.folder }

  /// Makes the folder for an experiment, or goes on with the same one.
  ///
  /// - Returns: the description in the folder: that of the first start.
  /// - Throws: `RunFolderError` when something else is in it, or an experiment that differs.
  public func open(_ wanted: ExperimentDescription, force: Bool) throws -> ExperimentDescription {
    try work.open(wanted, force: force)
  }

  /// - Throws: `RunFolderError` for a folder without a readable experiment.
  public func read() throws -> ExperimentDescription { try work.read() }

  /// - Throws: `RunFolderError` for a folder without a readable result.
  public func readResult() throws -> ExperimentResult { try work.readResult(ExperimentResult.self) }

  /// Computes the result from the victims' records and writes it.
  public func summarize(_ experiment: ExperimentDescription) throws -> ExperimentResult {
    var result = ExperimentResult(
      state: .complete, description: experiment, rows: [], worstCases: [], curves: [], sanity: [])
    var attacked: [String: AttackedSamples] = [:]
    for victim in experiment.victims {
      let reader = RunReader(runFolder(victim))
      guard FileManager.default.fileExists(atPath: reader.paths.description) else {
        result.state = .interrupted
        continue
      }
      let plan = try reader.plan()
      let summary = try reader.summarize(plan)
      var summarizer = ExperimentSummarizer(
        victim: victim.name, attacks: experiment.attacks[victim.name] ?? [],
        classNames: plan.model.classNames)
      try reader.forEachClassification { summarizer.add($0) }
      if summary.state != .complete { result.state = .interrupted }
      attacked[victim.name] = summarizer.attacked
      result.rows += summarizer.rows(summary)
      result.worstCases += summarizer.worstCases
      result.curves += summarizer.curves
      result.sanity.append(.init(victim: victim.name, checks: summary.sanity))
    }
    result.corruptions = CorruptionResult.all(in: result.rows)
    result.transfers = TransferMatrix.all(experiment, attacked: attacked)
    try work.write(result: result)
    return result
  }
}
