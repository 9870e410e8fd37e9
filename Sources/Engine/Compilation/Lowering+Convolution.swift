internal import Graphs
internal import Tensors

extension Lowering {
  mutating func lower(_ convolution: Convolution, _ node: Node) throws {
    let geometry = ConvolutionGeometry(
      convolution, x: shape(node.inputs[0]), w: shape(node.inputs[1]), y: shape(node.outputs[0]))
    if try lowerPooledLayer(geometry, node) { return }
    try emitConvolution(geometry, mirrors: false, node)
  }

  mutating func lower(_ transposed: ConvolutionTranspose, _ node: Node) throws {
    let geometry = ConvolutionGeometry(
      transposing: transposed.convolution, dy: shape(node.inputs[0]), w: shape(node.inputs[1]),
      dx: shape(node.outputs[0]))
    if try lowerShortNarrow(geometry, node) || lowerNarrow(geometry, node) { return }
    try emitConvolution(geometry.mirrored ?? geometry, mirrors: geometry.mirrored != nil, node)
  }

  /// The input gradient of a layer with few input channels, which has a kernel of its own.
  private mutating func lowerNarrow(_ geometry: ConvolutionGeometry, _ node: Node) throws -> Bool {
    var geometry = geometry
    if isShort(node.inputs[0]) { geometry.sourceElement = .bf16 }
    let weights = graph.constants[node.inputs[1]]
    guard node.inputs.count == 2, isNarrow(geometry), let kernel = NarrowConvolutionKernel(geometry, weights: weights)
    else { return false }
    try emit(
      kernel, node, into: node.outputs[0], weightsAreInputs: weights == nil, from: geometry.sourceElement,
      "narrow input gradient")
    return true
  }

  /// Whether a node is run by `NarrowConvolutionKernel`, which reads either element.
  func isNarrowGradient(_ node: Node) -> Bool {
    guard node.operation is ConvolutionTranspose, node.inputs.count == 2, let geometry = unmirrored(node) else {
      return false
    }
    return isNarrow(geometry) && NarrowConvolutionKernel(geometry, weights: nil) != nil
  }

  /// Whether no other kernel is faster: with a stride products of bf16 are, and for patches whose rows fill vectors by
  /// themselves `BlockTransposedConvolutionKernel`.
  private func isNarrow(_ geometry: ConvolutionGeometry) -> Bool {
    guard geometry.strides.contains(where: { $0 > 1 }) else { return true }
    let row = (geometry.kernel.last ?? 1) * geometry.destinationChannels
    return precision != .bf16 && !(row >= 32 && BlockTransposedConvolutionKernel.fits(geometry))
  }

  /// What a convolution's node is run as; nil for other nodes.
  func geometry(of node: Node) -> ConvolutionGeometry? {
    unmirrored(node).map { $0.mirrored ?? $0 }
  }

  private func unmirrored(_ node: Node) -> ConvolutionGeometry? {
    switch node.operation {
    case let convolution as Convolution:
      ConvolutionGeometry(
        convolution, x: shape(node.inputs[0]), w: shape(node.inputs[1]), y: shape(node.outputs[0]))
    case let transposed as ConvolutionTranspose:
      ConvolutionGeometry(
        transposing: transposed.convolution, dy: shape(node.inputs[0]), w: shape(node.inputs[1]),
        dx: shape(node.outputs[0]))
    default: nil
    }
  }

  mutating func lower(_ gradient: ConvolutionWeightGradient, _ node: Node) throws {
    let (x, dy, dw) = (node.inputs[0], node.inputs[1], node.outputs[0])
    let geometry = ConvolutionGeometry(gradient.convolution, x: shape(x), w: shape(dw), y: shape(dy))
    let kernel = try ConvolutionWeightGradientKernel(geometry, name: label(node, gradient.description))
    let made = try emit(
      kernel, [buffer(x, in: .channelsLast), buffer(dy, in: .channelsLast)], counts: [shape(dw).product],
      label: label(node, "weight gradient \(kernel.implementation)"))
    bind(dw, to: made[0], in: .plain)
  }

  /// Emits the kernel, with the activation that follows when nothing else needs the value before it.
  ///
  /// Weights that are constant are packed once, others at every run. With `mirrors`, they are turned into those of the
  /// stride-1 adjoint first.
  private mutating func emitConvolution(
    _ geometry: ConvolutionGeometry, mirrors: Bool, _ node: Node
  ) throws {
    var (result, activation) = (node.outputs[0], FusedActivation?.none)
    if let (next, fusable) = fusableActivation(after: result) {
      activation = fusable
      result = graph.nodes[next].outputs[0]
      markFused(next)
    }
    let name = label(node, "convolution")
    if isShort(geometry, node), let (weights, bias) = constantWeights(node) {
      let own = mirrors ? geometry.mirrored(weights) : weights
      try emitShort(geometry, node, own, bias, activation, into: result)
    } else if let (weights, bias) = constantWeights(node) {
      let own = mirrors ? geometry.mirrored(weights) : weights
      if try lowerParts(geometry, node, own, bias, activation, into: result) { return }
      if let gated = gatedResult(result),
        let (kernel, what) = try gatedKernel(geometry, own, bias, activation, gated.gate, name: name)
      {
        let inputs = try [buffer(node.inputs[0], in: .channelsLast), buffer(gated.known, in: .channelsLast)]
        let made = try emit(kernel, inputs, counts: [shape(gated.result).product], label: label(node, what))
        bind(gated.result, to: made[0], in: .channelsLast)
        return markFused(gated.node)
      }
      let (kernel, what) = try kernel(geometry, own, bias, activation, name: name)
      try emit(kernel, node, into: result, weightsAreInputs: false, what)
    } else {
      let kernel = try VariableConvolutionKernel(
        geometry, mirrors: mirrors, hasBias: node.inputs.count > 2, activation: activation, name: name)
      try emit(kernel, node, into: result, weightsAreInputs: true, "convolution \(kernel.implementation)")
    }
  }

  /// The activation that alone reads a value, if a convolution can apply it, and its place.
  func fusableActivation(after value: ValueID) -> (node: Int, activation: FusedActivation)? {
    guard let next = soleConsumer(of: value), let unary = graph.nodes[next].operation as? Unary else { return nil }
    return FusedActivation(unary.function).map { (next, $0) }
  }

  /// The fastest kernel for a layer in Float with constant weights, and what it is called.
  private func kernel(
    _ geometry: ConvolutionGeometry, _ weights: Tensor, _ bias: Tensor?, _ activation: FusedActivation?, name: String
  ) throws -> (any Kernel, String) {
    if let blocks = BlockTransposedConvolutionKernel(
      geometry, weights: weights, bias: bias, activation: activation)
    {
      return (blocks, "transposed convolution by blocks")
    }
    if let few = FewChannelsKernel(geometry, weights: weights, bias: bias, activation: activation) {
      return (few, "convolution of few channels")
    }
    return try algorithm(geometry, activation).kernel(
      geometry, weights: weights, bias: bias, activation: activation, name: name)
  }

  /// The same where the kernel can apply a gate to what it stores.
  private func gatedKernel(
    _ geometry: ConvolutionGeometry, _ weights: Tensor, _ bias: Tensor?, _ activation: FusedActivation?,
    _ gate: ResultGate, name: String
  ) throws -> (any Kernel, String)? {
    let algorithm = try algorithm(geometry, activation)
    guard algorithm.appliesGates else { return nil }
    return try algorithm.kernel(
      geometry, weights: weights, bias: bias, activation: activation, gate: gate, name: name)
  }

  func algorithm(
    _ geometry: ConvolutionGeometry, _ activation: FusedActivation?
  ) throws -> ConvolutionAlgorithm {
    switch algorithms {
    case .measured: try AlgorithmChoices.shared.algorithm(for: geometry, activation: activation)
    case .always(let algorithm): algorithm.fits(geometry, activation: activation) ? algorithm : .direct
    }
  }

  private mutating func emit(
    _ kernel: any Kernel, _ node: Node, into result: ValueID, weightsAreInputs: Bool, from element: Element = .f32,
    _ what: String
  ) throws {
    var inputs = [try buffer(node.inputs[0], in: .channelsLast, as: element)]
    if weightsAreInputs { inputs += try node.inputs.dropFirst().map { try buffer($0, in: .plain) } }
    let made = try emit(kernel, inputs, counts: [shape(result).product], label: label(node, what))
    bind(result, to: made[0], in: .channelsLast)
  }

  /// The weights and the bias, if neither is computed or an input.
  func constantWeights(_ node: Node) -> (weights: Tensor, bias: Tensor?)? {
    guard let weights = graph.constants[node.inputs[1]] else { return nil }
    guard node.inputs.count > 2 else { return (weights, nil) }
    return graph.constants[node.inputs[2]].map { (weights, $0) }
  }

  func label(_ node: Node, _ what: String) -> String { node.name.isEmpty ? what : "\(node.name) (\(what))" }
}

extension ConvolutionGeometry {
  /// Constant weights turned into those of the stride-1 adjoint.
  func mirrored(_ weights: Tensor) -> Tensor {
    let scalars = [Float](unsafeUninitializedCapacity: weights.count) { buffer, count in
      count = weights.count
      weights.withUnsafeScalars { source in
        if let from = source.baseAddress, let to = buffer.baseAddress { mirrorWeights(from, into: to) }
      }
    }
    return Tensor(shape: [destinationChannels, sourceChannels / groups] + kernel, scalars: scalars)
  }
}
