/// `(x − mean) / √(variance + epsilon)`, mean and (biased) variance taken over the trailing axes from `firstAxis` on.
///
/// Layer norm: `firstAxis` = its axis. Instance norm of `[N, C, …]`: 2. Group norm: 2 after a reshape to
/// `[N, groups, …]`. Scale and shift are separate nodes.
public struct Normalization: Hashable, Sendable {
  public let firstAxis: Int
  public let epsilon: Float

  public init(firstAxis: Int, epsilon: Float) {
    self.firstAxis = firstAxis
    self.epsilon = epsilon
  }
}

/// Inputs (x, dy): `dx = (dy − mean(dy) − y·mean(dy·y)) / √(variance + epsilon)`.
public struct NormalizationGradient: Hashable, Sendable {
  public let firstAxis: Int
  public let epsilon: Float

  public init(firstAxis: Int, epsilon: Float) {
    self.firstAxis = firstAxis
    self.epsilon = epsilon
  }
}
