/// A derivative was asked for that no operation of this vocabulary computes.
public struct DifferentiationError: Error, Equatable, CustomStringConvertible {
  public let operation: String
  /// Why not, as the second half of a sentence.
  public let reason: String

  public init(operation: String, reason: String = "second derivatives are not supported") {
    self.operation = operation
    self.reason = reason
  }

  public var description: String { "\(operation) has no derivative here: \(reason)" }
}
