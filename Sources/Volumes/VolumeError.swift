/// A volume that cannot be read or cut: what is wrong, in which file, and what to do.
public struct VolumeError: Error, Equatable, Sendable, CustomStringConvertible {
  public let what: String
  public let source: String
  public let hint: String

  public init(_ what: String, in source: String, hint: String) {
    (self.what, self.source, self.hint) = (what, source, hint)
  }

  public var description: String { "\(source): \(what); \(hint)" }
}
