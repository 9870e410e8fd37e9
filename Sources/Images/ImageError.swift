/// An image, or a folder of them, that cannot be used: what is wrong, in which file, and what to do.
public struct ImageError: Error, Equatable, Sendable, CustomStringConvertible {
  public let what: String
  public let source: String
  public let hint: String

  public init(_ what: String, in source: String, hint: String) {
    self.what = what
    self.source = source
    self.hint = hint
  }

  public var description: String { "\(source): \(what); \(hint)" }
}
