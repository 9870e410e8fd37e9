internal import Graphs
internal import Tensors

extension Lowering {
  mutating func lower(_ convolution: Convolution, _ node: Node) throws {
    let (weights, bias) = try constantWeights(node)
    let geometry = ConvolutionGeometry(
      convolution, x: shape(node.inputs[0]), w: weights.shape, y: shape(node.outputs[0]))
    try emitConvolution(geometry, weights, bias, node)
  }

  mutating func lower(_ transposed: ConvolutionTranspose, _ node: Node) throws {
    let (weights, bias) = try constantWeights(node)
    let convolution = transposed.convolution
    let geometry = ConvolutionGeometry(
      transposing: convolution, dy: shape(node.inputs[0]), w: weights.shape, dx: shape(node.outputs[0]))
    if bias == nil, let kernel = NarrowConvolutionKernel(geometry, weights: weights) {
      let source = try buffer(node.inputs[0], in: .channelsLast)
      let result = try emit(
        kernel, [source], counts: [shape(node.outputs[0]).product], label: label(node, "narrow input gradient"))
      return bind(node.outputs[0], to: result[0], in: .channelsLast)
    }
    guard let mirrored = geometry.mirrored else { return try emitConvolution(geometry, weights, bias, node) }
    try emitConvolution(mirrored, weights.mirroredWeights(groups: convolution.groups), bias, node)
  }

  /// Emits the kernel, with the activation that follows when nothing else needs the value before it.
  private mutating func emitConvolution(
    _ geometry: ConvolutionGeometry, _ weights: Tensor, _ bias: Tensor?, _ node: Node
  ) throws {
    var (result, activation) = (node.outputs[0], FusedActivation?.none)
    if let next = soleConsumer(of: result), let unary = graph.nodes[next].operation as? Unary,
      let fusable = FusedActivation(unary.function)
    {
      activation = fusable
      result = graph.nodes[next].outputs[0]
      markFused(next)
    }
    let source = try buffer(node.inputs[0], in: .channelsLast)
    let kernel = try ConvolutionKernel(
      geometry, weights: weights, bias: bias, activation: activation, name: label(node, "convolution"))
    let made = try emit(
      kernel, [source], counts: [shape(result).product], label: label(node, "convolution \(kernel.implementation)"))
    bind(result, to: made[0], in: .channelsLast)
  }

  private func constantWeights(_ node: Node) throws -> (weights: Tensor, bias: Tensor?) {
    guard let weights = graph.constants[node.inputs[1]] else {
      throw EngineError(label(node, "convolution"), "its weights are computed by the graph; they must be constant")
    }
    guard node.inputs.count > 2 else { return (weights, nil) }
    guard let bias = graph.constants[node.inputs[2]] else {
      throw EngineError(label(node, "convolution"), "its bias is computed by the graph; it must be constant")
    }
    return (weights, bias)
  }

  func label(_ node: Node, _ what: String) -> String { node.name.isEmpty ? what : "\(node.name) (\(what))" }
}
