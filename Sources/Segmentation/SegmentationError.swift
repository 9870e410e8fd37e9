/// A data set, mask or option that cannot be used: what is wrong, where, and what to do.
public struct SegmentationError: Error, Equatable, Sendable, CustomStringConvertible {
  public let what: String
  /// The file, folder or option.
  public let source: String
  public let hint: String

  public init(_ what: String, in source: String, hint: String) {
    self.what = what
    self.source = source
    self.hint = hint
  }

  public var description: String { "\(source): \(what); \(hint)" }
}
