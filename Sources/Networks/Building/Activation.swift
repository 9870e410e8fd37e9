public import Graphs

/// The function after a layer.
public enum Activation: String, Sendable, Codable, CaseIterable {
  case relu, elu

  public var function: UnaryFunction {
    switch self {
    case .relu: .relu
    case .elu: .elu(alpha: 1)
    }
  }
}
