public import Graphs
internal import Tensors

extension NetworkBuilder {
  /// Batch normalisation (Ioffe and Szegedy, 2015, arXiv:1502.03167): `y = γ·(x − mean)/√(variance + ε) + β` per channel.
  ///
  /// | form | mean and variance | |
  /// |---|---|---|
  /// | training | of the batch; variance biased | reported as batch statistics |
  /// | evaluation | running, as inputs | scale and shift made in the graph |
  /// | deployed | running | scale and shift are constants |
  ///
  /// `x [N, C, …]`; parameters NAME.weight (γ, begins at 1) and NAME.bias (β, begins at 0), both `[C]`.
  public mutating func batchNormalization(_ x: ValueID, epsilon: Float = 1e-5, name: String) throws -> ValueID {
    let prefix = try claim(name)
    guard shape(of: x).count >= 2 else {
      throw NetworkError("layer '\(name)' takes [N, C, …], is given \(shape(of: x))", hint: "reshape before it")
    }
    let channels = shape(of: x)[1]
    let normalization = NormalizationSpecification(name: prefix, channels: channels, epsilon: epsilon)
    note(normalization)
    if case .deployed(let set) = form { return try folded(x, normalization, set, name: name) }
    let scale = try gamma(prefix, channels)
    let shift = try beta(prefix, channels)
    if case .training = form {
      let results = try graph.append(BatchNormalization(epsilon: epsilon), [x, scale, shift], name: name)
      note(mean: results[1], variance: results[2])
      return results[0]
    }
    return try withRunningStatistics(x, scale, shift, normalization, name: name)
  }

  /// Instance normalisation (Ulyanov, Vedaldi and Lempitsky, 2016, arXiv:1607.08022): `y = γ·(x − mean)/√(variance + ε) + β`,
  /// mean and biased variance over the positions of one channel of one sample, the same in every form.
  ///
  /// `x [N, C, …]`; parameters as those of `batchNormalization`. Nothing is remembered from one batch to the next.
  public mutating func instanceNormalization(_ x: ValueID, epsilon: Float = 1e-5, name: String) throws -> ValueID {
    let prefix = try claim(name)
    guard shape(of: x).count >= 3 else {
      throw NetworkError("layer '\(name)' takes [N, C, spatial…], is given \(shape(of: x))", hint: "reshape before it")
    }
    let channels = shape(of: x)[1]
    let scale = try gamma(prefix, channels)
    let shift = try beta(prefix, channels)
    let even = try graph(Normalization(firstAxis: 2, epsilon: epsilon), x, name: name + "/even")
    return try graph(ChannelAffine(), even, scale, shift, name: name)
  }

  /// The value itself for `.none`.
  mutating func normalization(_ kind: FeatureNormalization, _ x: ValueID, name: String) throws -> ValueID {
    switch kind {
    case .none: x
    case .batch: try batchNormalization(x, name: name)
    case .instance: try instanceNormalization(x, name: name)
    }
  }

  private mutating func gamma(_ prefix: String, _ channels: Int) throws -> ValueID {
    try parameter(prefix + ".weight", shape: [channels], initialization: .constant(1), decays: false)
  }

  private mutating func beta(_ prefix: String, _ channels: Int) throws -> ValueID {
    try parameter(prefix + ".bias", shape: [channels], initialization: .constant(0), decays: false)
  }

  /// `scale = γ/√(variance + ε)`, `shift = β − mean·scale`, as nodes.
  private mutating func withRunningStatistics(
    _ x: ValueID, _ gamma: ValueID, _ beta: ValueID, _ normalization: NormalizationSpecification, name: String
  ) throws -> ValueID {
    let mean = try value(normalization.runningMean, shape: [normalization.channels])
    let variance = try value(normalization.runningVariance, shape: [normalization.channels])
    let epsilon = graph.scalar(normalization.epsilon)
    let deviation = try graph(Unary(.sqrt), graph.add(variance, epsilon))
    let scale = try graph.divide(gamma, deviation)
    let shift = try graph.subtract(beta, graph.multiply(mean, scale))
    return try graph(ChannelAffine(), x, scale, shift, name: name)
  }

  /// The same, computed here in double precision.
  private mutating func folded(
    _ x: ValueID, _ normalization: NormalizationSpecification, _ set: ParameterSet, name: String
  ) throws -> ValueID {
    let shape = [normalization.channels]
    func numbers(_ name: String) throws -> [Double] { try set.tensor(name, shape: shape).scalars.map(Double.init) }
    let (gamma, beta) = (try numbers(normalization.name + ".weight"), try numbers(normalization.name + ".bias"))
    let (mean, variance) = (try numbers(normalization.runningMean), try numbers(normalization.runningVariance))
    let scale = zip(gamma, variance).map { $0 / ($1 + Double(normalization.epsilon)).squareRoot() }
    let shift = zip(beta, zip(mean, scale)).map { $0 - $1.0 * $1.1 }
    guard scale.allSatisfy(\.isFinite), shift.allSatisfy(\.isFinite) else {
      throw NetworkError(
        "the statistics of layer '\(name)' give numbers that are not finite",
        hint: "the parameters are of a training that failed: take an earlier checkpoint")
    }
    let scales = graph.addConstant(
      Tensor(shape: shape, scalars: scale.map { Float($0) }), name: normalization.name + ".scale")
    let shifts = graph.addConstant(
      Tensor(shape: shape, scalars: shift.map { Float($0) }), name: normalization.name + ".shift")
    return try graph(ChannelAffine(), x, scales, shifts, name: name)
  }
}
