internal import Foundation

/// A segmentation study's folder: segmentation-study.json, clean scores, one run folder a cell, result.json.
public struct SegmentationStudyFolder: Sendable {
  private let work: WorkFolder<SegmentationStudyDescription>

  public init(_ path: String) { work = WorkFolder(path, .segmentationStudy) }

  public var path: String { work.path }
  public var description: String { work.description }
  public var result: String { work.result }

  public func runFolder(_ cell: SegmentationStudyDescription.Cell) -> String { path + "/" + cell.folder }

  func cleanScores(_ victim: String, _ data: String) -> String {
    cleanFolder(victim) + "/" + Self.fileName(data) + ".json"
  }

  private func cleanFolder(_ victim: String) -> String { path + "/clean/" + Self.fileName(victim) }

  /// A name with nothing in it that a file's cannot have.
  public static func fileName(_ name: String) -> String {
    name.map { $0.isASCII && ($0.isLetter || $0.isNumber) || "-_.".contains($0) ? String($0) : "-" }.joined()
  }

  /// Makes the folder for a study, or goes on with the same one.
  ///
  /// - Returns: the description in the folder: that of the first start.
  /// - Throws: `RunFolderError` when something else is in it, or a study that differs.
  public func open(_ wanted: SegmentationStudyDescription, force: Bool) throws -> SegmentationStudyDescription {
    try work.open(wanted, force: force) {
      for victim in wanted.victims {
        for data in wanted.dataSets { try? FileManager.default.removeItem(atPath: cleanScores(victim.name, data.name)) }
      }
    }
  }

  /// - Throws: `RunFolderError` for a folder without a readable study.
  public func read() throws -> SegmentationStudyDescription { try work.read() }

  /// The clean scores of a victim on a data set; measured and kept where they are not there yet.
  @discardableResult
  public func cleanScores(
    of victim: String, on data: String, measuring measure: () throws -> CleanScores
  ) throws -> CleanScores {
    if let kept = keptScores(victim, data) { return kept }
    let scores = try measure()
    _ = try RunFolderContents.made(at: cleanFolder(victim))
    try AtomicFile.write(try RecordCoding.document(scores), to: cleanScores(victim, data))
    return scores
  }

  private func keptScores(_ victim: String, _ data: String) -> CleanScores? {
    FileManager.default.contents(atPath: cleanScores(victim, data)).flatMap {
      try? RecordCoding.decode(CleanScores.self, from: $0)
    }
  }

  /// Computes the result from what is finished, and writes it.
  public func summarize(_ study: SegmentationStudyDescription) throws -> SegmentationStudyResult {
    var summarizer = SegmentationStudySummarizer(study)
    for victim in study.victims {
      for data in study.dataSets {
        guard let scores = keptScores(victim.name, data.name) else { continue }
        summarizer.add(scores, victim: victim.name, data: data.name)
      }
    }
    for cell in study.cells {
      let reader = RunReader(runFolder(cell))
      guard FileManager.default.fileExists(atPath: reader.paths.description) else { continue }
      let plan = try reader.plan()
      var records: [SegmentationRecord] = []
      try reader.forEachSegmentation { records.append($0) }
      summarizer.add(records, of: cell, isFinished: records.count >= plan.samples.count * plan.attacks.count)
    }
    let result = summarizer.result()
    try work.write(result: result)
    return result
  }
}
