/// A batch normalisation of a network: what its running statistics are called.
public struct NormalizationSpecification: Sendable, Equatable {
  /// The layer's name with dots: "block1.norm".
  public let name: String
  public let channels: Int
  /// Added to the variance before the root is taken.
  public let epsilon: Float

  public init(name: String, channels: Int, epsilon: Float) {
    self.name = name
    self.channels = channels
    self.epsilon = epsilon
  }

  public var runningMean: String { name + ".running_mean" }
  public var runningVariance: String { name + ".running_var" }
}
