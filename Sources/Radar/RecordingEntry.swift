/// One recording of a folder, not yet read.
public struct RecordingEntry: Equatable, Sendable {
  /// "Class/file".
  public let id: String
  public let classIndex: Int
  public let className: String
  public let path: String
  /// Who and when, as far as the file's name tells; nothing is read for it.
  public let origin: RecordingOrigin
}

/// The recordings of one class, in time order.
public struct RecordingClass: Equatable, Sendable {
  public let name: String
  public let paths: [String]
}
