public import Tensors

/// A loss at some logits: one value a sample, and the derivative with respect to the logits, ready for the pullback.
public struct LossEvaluation: Sendable, Equatable {
  public let values: [Double]
  /// The logits' shape.
  public let cotangent: Tensor

  public init(values: [Double], cotangent: Tensor) {
    self.values = values
    self.cotangent = cotangent
  }
}

/// In which size a loss hands out its derivative.
public enum CotangentScaling: Sendable {
  case exact
  /// Each sample's derivative is divided by its largest magnitude: the direction alone.
  case unit

  func applied(to derivative: [Double]) -> [Float] {
    switch self {
    case .exact: return derivative.map(Float.init)
    case .unit:
      let largest = derivative.lazy.map(abs).max() ?? 0
      guard largest > 0, largest.isFinite else { return derivative.map(Float.init) }
      return derivative.map { Float($0 / largest) }
    }
  }
}
