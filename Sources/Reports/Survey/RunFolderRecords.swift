import Evaluation

/// The records of a run folder, line by line.
struct RunFolderRecords: RecordReading {
  let reader: RunReader
  let task: RunTask

  @discardableResult
  func forEachRecord(_ body: (ReportRecord) throws -> Void) throws -> Int {
    switch task {
    case .radar, .image: try reader.forEachClassification { try body(.classification($0)) }
    case .segmentation: try reader.forEachSegmentation { try body(.segmentation($0)) }
    }
  }
}

extension ReportBuilder {
  /// Builds the report of a run folder in that folder, from run.json, records.jsonl and the arrays.
  ///
  /// The aggregates are computed anew from the records, so that a report of an interrupted run never shows an old
  /// summary.
  ///
  /// - Parameters:
  ///   - folder: a run, finished or not.
  ///   - arrays: reads the run's shards; names are relative to the folder.
  /// - Returns: the path of the page.
  /// - Throws: `RunFolderError` for a folder that is no run, `ReportError` for one that cannot be written.
  @discardableResult
  public static func build(folder: String, arrays: any ArrayLoading) throws -> String {
    try ReportBuilder(folder: folder, arrays: arrays).write(to: folder)
  }

  /// A run folder's run.json and records; the aggregates are computed anew from them.
  ///
  /// - Throws: `RunFolderError` for a folder that is no run.
  public init(folder: String, arrays: any ArrayLoading) throws {
    let reader = RunReader(folder)
    let run = try reader.plan()
    self.init(
      run: run, summary: try reader.summarize(run), records: RunFolderRecords(reader: reader, task: run.task),
      arrays: arrays)
  }
}
