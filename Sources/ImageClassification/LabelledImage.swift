public import Radar

/// One image of a data set with its class, not yet read.
public struct LabelledImage: Equatable, Sendable {
  /// "Class/file", or the file as the table of labels names it; the same in every run.
  public let id: String
  public let path: String
  public let classIndex: Int
  public let className: String
  /// Who is on it; nil where nothing tells.
  public let subject: Int?
}

extension LabelledImage: SelectableSample {
  public static var noun: String { "images" }
  public static var fileExtensions: Set<String> { LabelledImageFolder.fileExtensions }
  public var origin: RecordingOrigin { RecordingOrigin(subject: subject) }
}

/// The images of one class, in natural order.
public struct ImageClass: Equatable, Sendable {
  public let name: String
  public let images: [LabelledImage]
}
