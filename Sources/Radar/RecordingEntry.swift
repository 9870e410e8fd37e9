/// One recording of a folder, not yet read.
public struct RecordingEntry: Equatable, Sendable {
  /// "Class/file".
  public let id: String
  public let classIndex: Int
  public let className: String
  public let path: String
}

/// The recordings of one class, in time order.
public struct RecordingClass: Equatable, Sendable {
  public let name: String
  public let paths: [String]
}
