/// A file of tensors that cannot be read or written: which file, what is wrong with it, what to do.
public struct SafetensorsError: Error, Equatable, Sendable, CustomStringConvertible {
  public let path: String
  public let problem: String
  public let hint: String

  init(_ problem: String, in path: String, hint: String) {
    self.path = path
    self.problem = problem
    self.hint = hint
  }

  public var description: String { "\(path): \(problem); \(hint)" }
}
