/// A file that cannot be opened, read or written: what failed, which file, and what to do about it.
public struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
  public let what: String
  public let path: String
  public let hint: String

  public init(_ what: String, path: String, hint: String) {
    self.what = what
    self.path = path
    self.hint = hint
  }

  public var description: String { "\(path): \(what); \(hint)" }
}
