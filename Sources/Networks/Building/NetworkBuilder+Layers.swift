public import Graphs
internal import Tensors

/// Layers with parameters.
extension NetworkBuilder {
  /// Cross-correlation over the axes after the channels.
  ///
  /// | | shape |
  /// |---|---|
  /// | `x` | `[N, I, spatial…]`, as many spatial axes as `kernel` has entries |
  /// | NAME.weight | `[filters, I/groups] + kernel` |
  /// | NAME.bias | `[filters]`, with `bias` |
  /// | result | `[N, filters, spatial…]`; with padding `.same`, ⌈size/stride⌉ for odd kernels |
  ///
  /// Weights and biases begin as in PyTorch, uniform in ±1/√(I/groups · kernel), unless `beginning` says otherwise of the
  /// weights.
  public mutating func convolution(
    _ x: ValueID, filters: Int, kernel: [Int], strides: [Int]? = nil, dilations: [Int]? = nil,
    padding: ConvolutionPadding = .same, groups: Int = 1, bias: Bool = true,
    beginning: WeightBeginning = .pytorch, name: String
  ) throws -> ValueID {
    let prefix = try claim(name)
    let ones = kernel.map { _ in 1 }
    let channels = try channels(of: x, layer: name)
    guard filters > 0, groups > 0, kernel.allSatisfy({ $0 > 0 }) else {
      throw NetworkError(
        "layer '\(name)' has \(filters) filters of kernel \(kernel) in \(groups) group(s)",
        hint: "all of these must be positive")
    }
    let pads = padding.amounts(kernel: kernel, dilations: dilations ?? ones)
    let operation = Convolution(
      strides: strides ?? ones, padBefore: pads.before, padAfter: pads.after, dilations: dilations ?? ones,
      groups: groups)
    let fanIn = channels / groups * kernel.product
    let weight = try parameter(
      prefix + ".weight", shape: [filters, channels / groups] + kernel,
      initialization: beginning.initialization(fanIn: fanIn), decays: true)
    guard bias else { return try graph(operation, x, weight, name: name) }
    let shift = try parameter(
      prefix + ".bias", shape: [filters], initialization: .pytorch(fanIn: fanIn), decays: false)
    return try graph(operation, x, weight, shift, name: name)
  }

  /// Transposed convolution without padding, whose stride is its kernel: each position becomes a block of its own.
  ///
  /// | | shape |
  /// |---|---|
  /// | `x` | `[N, I, spatial…]` |
  /// | NAME.weight | `[I, filters] + factors` (PyTorch's layout) |
  /// | NAME.bias | `[filters]` |
  /// | result | `[N, filters, spatial · factors…]` |
  public mutating func upConvolution(
    _ x: ValueID, filters: Int, factors: [Int], name: String
  ) throws -> ValueID {
    let prefix = try claim(name)
    let channels = try channels(of: x, layer: name)
    guard filters > 0, factors.allSatisfy({ $0 > 0 }), factors.count == shape(of: x).count - 2 else {
      throw NetworkError(
        "layer '\(name)' has \(filters) filters and factors \(factors) for an input of shape \(shape(of: x))",
        hint: "give one positive factor for each spatial axis")
    }
    let zeros = factors.map { _ in 0 }
    let adjoint = Convolution(
      strides: factors, padBefore: zeros, padAfter: zeros, dilations: factors.map { _ in 1 })
    let extents = zip(shape(of: x).dropFirst(2), factors).map { $0 * $1 }
    let initialization = Initialization.pytorch(fanIn: filters * factors.product)
    let weight = try parameter(
      prefix + ".weight", shape: [channels, filters] + factors, initialization: initialization, decays: true)
    let shift = try parameter(prefix + ".bias", shape: [filters], initialization: initialization, decays: false)
    return try graph(ConvolutionTranspose(adjoint, inputExtents: extents), x, weight, shift, name: name)
  }

  /// `y = x·Wᵀ + b` over the last axis.
  ///
  /// | | shape |
  /// |---|---|
  /// | `x` | `[N, I]` |
  /// | NAME.weight, NAME.bias | `[units, I]`, `[units]` |
  /// | result | `[N, units]` |
  public mutating func linear(_ x: ValueID, units: Int, name: String) throws -> ValueID {
    let prefix = try claim(name)
    guard let inputs = shape(of: x).last, shape(of: x).count == 2, units > 0 else {
      throw NetworkError(
        "layer '\(name)' of \(units) units takes [N, features], is given \(shape(of: x))", hint: "flatten before it")
    }
    let initialization = Initialization.pytorch(fanIn: inputs)
    let weight = try parameter(
      prefix + ".weight", shape: [units, inputs], initialization: initialization, decays: true)
    let bias = try parameter(prefix + ".bias", shape: [units], initialization: initialization, decays: false)
    let product = try graph(MatrixProduct(transposesRight: true), x, weight, name: name)
    return try graph(Binary(.add), product, bias, name: name + "/bias")
  }

  /// A long short-term memory over a sequence (Hochreiter and Schmidhuber, 1997), from a zero state.
  ///
  /// | | shape |
  /// |---|---|
  /// | `x` | `[T, N, I]` |
  /// | NAME.w, NAME.r | `[1, 4·units, I]`, `[1, 4·units, units]`; gates in ONNX order: input, output, forget, cell |
  /// | NAME.b | `[1, 8·units]`: input biases, then recurrent biases |
  /// | `sequence` | `[T, N, units]` |
  /// | `last` | `[N, units]` |
  public mutating func lstm(
    _ x: ValueID, units: Int, name: String
  ) throws -> (sequence: ValueID, last: ValueID) {
    let prefix = try claim(name)
    let shape = shape(of: x)
    guard shape.count == 3, units > 0 else {
      throw NetworkError(
        "layer '\(name)' of \(units) units takes [T, N, I], is given \(shape)", hint: "transpose before it")
    }
    let initialization = Initialization.pytorch(fanIn: units)
    let w = try parameter(prefix + ".w", shape: [1, 4 * units, shape[2]], initialization: initialization, decays: true)
    let r = try parameter(prefix + ".r", shape: [1, 4 * units, units], initialization: initialization, decays: true)
    let b = try parameter(prefix + ".b", shape: [1, 8 * units], initialization: initialization, decays: false)
    let zero = graph.addConstant(Tensor(shape: [1, shape[1], units]))
    let operation = Recurrent(.lstm, direction: .forward, hiddenSize: units)
    let results = try graph.append(operation, [x, w, r, b, zero, zero], name: name)
    let sequence = try graph(Reshape(to: [shape[0], shape[1], units]), results[0], name: name + "/sequence")
    let last = try graph(Reshape(to: [shape[1], units]), results[1], name: name + "/last")
    return (sequence, last)
  }

  private func channels(of x: ValueID, layer: String) throws -> Int {
    let shape = shape(of: x)
    guard shape.count >= 3 else {
      throw NetworkError("layer '\(layer)' takes [N, C, spatial…], is given \(shape)", hint: "reshape before it")
    }
    return shape[1]
  }
}
