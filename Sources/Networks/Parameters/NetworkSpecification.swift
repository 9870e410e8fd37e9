internal import Tensors

/// What a network learns: its parameters and the statistics that it keeps, in the order of its layers.
public struct NetworkSpecification: Sendable, Equatable {
  /// In the order in which they are inputs of the training and evaluation forms.
  public let parameters: [ParameterSpecification]
  public let normalizations: [NormalizationSpecification]

  public init(parameters: [ParameterSpecification], normalizations: [NormalizationSpecification]) {
    self.parameters = parameters
    self.normalizations = normalizations
  }

  /// The number of learnt numbers; running statistics are not counted.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }

  /// Mean and variance of each normalisation in order: the inputs of the evaluation form after the parameters.
  public var runningStatistics: [String] { normalizations.flatMap { [$0.runningMean, $0.runningVariance] } }

  /// Parameters before the first step of training, and running statistics of mean 0 and variance 1.
  ///
  /// Each parameter is drawn from a stream of its own, derived from the seed and its name: a layer more or less changes
  /// no other layer's numbers.
  public func initialParameters(seed: UInt64) -> ParameterSet {
    var set = ParameterSet()
    for parameter in parameters {
      var stream = RandomStream(seed: seed, sample: parameter.name, attack: "initial parameter")
      set[parameter.name] = parameter.initialization.tensor(shape: parameter.shape, using: &stream)
    }
    for normalization in normalizations {
      set[normalization.runningMean] = Tensor(shape: [normalization.channels])
      set[normalization.runningVariance] = Tensor(repeating: 1, shape: [normalization.channels])
    }
    return set
  }

  /// Checks that a set holds everything of this network, each of the right shape; what else it holds is not looked at.
  ///
  /// - Throws: `NetworkError` that names the first thing missing or of another shape.
  public func check(_ set: ParameterSet) throws(NetworkError) {
    for parameter in parameters { _ = try set.tensor(parameter.name, shape: parameter.shape) }
    for normalization in normalizations {
      for name in [normalization.runningMean, normalization.runningVariance] {
        _ = try set.tensor(name, shape: [normalization.channels])
      }
    }
  }
}
