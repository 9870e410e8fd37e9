internal import Foundation

/// Reads a run folder, finished or not, without locking it: for reports, for other runs, for resume.
public struct RunReader: Sendable {
  public let paths: RunPaths

  public init(_ folder: String) { paths = RunPaths(folder: folder) }

  /// run.json.
  public func plan() throws -> RunDescription {
    struct Header: Decodable { var schema: Int }
    let data = try RecordCoding.contents(
      of: paths.description, ifMissing: "give a folder that 'chaff attack' or 'chaff run' made")
    let header = try decoded(Header.self, from: data, path: paths.description)
    guard header.schema == RecordSchema.version else {
      throw RunFolderError(
        cannot: "read", paths.description,
        because: "it has schema \(header.schema), and this version reads schema \(RecordSchema.version)",
        advice: "use the version of chaff that made the run")
    }
    let plan = try decoded(RunDescription.self, from: data, path: paths.description)
    try check(plan)
    return plan
  }

  /// summary.json, as it was last written.
  public func summary() throws -> RunSummary {
    let data = try RecordCoding.contents(
      of: paths.summary, ifMissing: "finish the run with 'chaff resume \(paths.folder)'")
    return try decoded(RunSummary.self, from: data, path: paths.summary)
  }

  /// Computes the summary anew, from run.json and records.jsonl alone.
  public func summarize() throws -> RunSummary { try summarize(plan()) }

  /// As `summarize()`, with what `plan()` gave: run.json names every sample and file, and is not read again.
  public func summarize(_ plan: RunDescription) throws -> RunSummary {
    switch plan.task {
    case .radar, .image:
      var summarizer = ClassificationSummarizer(plan: plan)
      try forEachClassification { summarizer.add($0) }
      return summarizer.summary()
    case .segmentation:
      var summarizer = SegmentationSummarizer(plan: plan)
      try forEachSegmentation { summarizer.add($0) }
      return summarizer.summary()
    }
  }

  /// - Returns: how many lines could not be read.
  @discardableResult
  public func forEachClassification(_ body: (ClassificationRecord) throws -> Void) throws -> Int {
    try JournalReader.forEachRecord(ClassificationRecord.self, of: paths.journal, body)
  }

  /// - Returns: how many lines could not be read.
  @discardableResult
  public func forEachSegmentation(_ body: (SegmentationRecord) throws -> Void) throws -> Int {
    try JournalReader.forEachRecord(SegmentationRecord.self, of: paths.journal, body)
  }

  private func decoded<Value: Decodable>(_ type: Value.Type, from data: Data, path: String) throws -> Value {
    try RecordCoding.decode(
      type, from: data, at: path, isNot: "it is not what a run writes",
      ifBroken: "docs/run-folder.md describes the format")
  }

  /// Numbers that other code divides by or allocates from.
  private func check(_ plan: RunDescription) throws {
    let names = Set(plan.attacks)
    guard plan.batchSize >= 1, plan.batchSize <= 1 << 20, !names.isEmpty, names.count == plan.attacks.count else {
      throw RunFolderError(
        cannot: "read", paths.description,
        because: "it has a batch size of \(plan.batchSize) and the attacks \(plan.attacks)",
        advice: "the batch size must be at least 1 and the attacks' names must differ")
    }
  }
}
