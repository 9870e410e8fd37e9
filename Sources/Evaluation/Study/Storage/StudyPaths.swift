/// The names of what lies in a study folder.
public struct StudyPaths: Sendable {
  public let folder: String

  public init(folder: String) { self.folder = folder }

  public var description: String { folder + "/study.json" }
  public var journal: String { folder + "/cells.jsonl" }
  public var result: String { folder + "/result.json" }
  public var report: String { folder + "/report.html" }
  public var lock: String { folder + "/study.lock" }
  public var arrays: String { folder + "/arrays" }
}
