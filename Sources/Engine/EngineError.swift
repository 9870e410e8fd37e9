/// A graph that cannot be compiled, or a library call that failed while a plan ran.
public struct EngineError: Error, CustomStringConvertible {
  /// The node or operation concerned.
  public let subject: String
  public let message: String

  public init(_ subject: String, _ message: String) {
    self.subject = subject
    self.message = message
  }

  public var description: String { "\(subject): \(message)" }
}
