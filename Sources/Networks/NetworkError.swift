/// A network that cannot be built or filled: what is wrong and what to do.
public struct NetworkError: Error, Equatable, CustomStringConvertible {
  public let problem: String
  public let hint: String

  public init(_ problem: String, hint: String) {
    self.problem = problem
    self.hint = hint
  }

  public var description: String { "\(problem); \(hint)" }
}
