/// What is known of a parameter before it has numbers.
public struct ParameterSpecification: Sendable, Equatable {
  /// The layer's name with dots, then its part: "block1.conv.weight".
  public let name: String
  public let shape: [Int]
  public let initialization: Initialization
  /// Whether weight decay applies: to weights, not to biases and not to the scales and shifts of normalisations.
  public let decays: Bool

  public init(name: String, shape: [Int], initialization: Initialization, decays: Bool) {
    self.name = name
    self.shape = shape
    self.initialization = initialization
    self.decays = decays
  }

  public var count: Int { shape.reduce(1, *) }
}
