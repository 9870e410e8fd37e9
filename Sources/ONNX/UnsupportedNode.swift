/// A node that Chaff cannot run, and why.
public struct UnsupportedNode: Sendable, Equatable, CustomStringConvertible {
  /// The node's name, or its first output's if it has none.
  public let name: String
  public let operatorName: String
  /// "ai.onnx" for the standard operators.
  public let domain: String
  /// The version of the domain's operator set that the model imports; nil if it imports none.
  public let opset: Int?
  public let reason: String

  public var description: String {
    "node '\(name)': operator \(operatorName) of \(domain) opset \(opset.map(String.init) ?? "?"): \(reason)"
  }
}
