internal import Graphs
internal import Tensors

/// Batch normalisation in training: large tensors channels-last, what is known per channel as it is.
extension Lowering {
  mutating func lower(_ operation: BatchNormalization, _ node: Node, _ activation: NormalizedActivation?) throws {
    if let activation, let pool = activation.pool, let pooling = graph.nodes[pool].operation as? MaxPool {
      return try lowerPooled(operation, node, pooling, result: graph.nodes[pool].outputs[0])
    }
    let kernel = BatchNormalizationKernel(
      rows: rows(of: node), channels: channels(of: node), epsilon: operation.epsilon, rectifies: activation != nil)
    let result = activation.map { graph.nodes[$0.relu].outputs[0] } ?? node.outputs[0]
    try emit(
      kernel, node, results: [result] + node.outputs.dropFirst(),
      activation == nil ? "BatchNormalization" : "BatchNormalization, relu")
  }

  mutating func lower(
    _ operation: BatchNormalizationGradient, _ node: Node, _ activation: NormalizedActivation?
  ) throws {
    guard let activation, let gradient = activation.gradient else {
      let kernel = BatchNormalizationGradientKernel(
        rows: rows(of: node), channels: channels(of: node), epsilon: operation.epsilon)
      return try emit(kernel, node, results: node.outputs, operation.description, overwriting: 4)
    }
    if let pool = gradient.pool { return try lowerPooled(operation, node, graph.nodes[pool]) }
    let kernel = BatchNormalizationGradientKernel(
      rows: rows(of: node), channels: channels(of: node), epsilon: operation.epsilon, rectifies: true)
    let shift = graph.nodes[activation.normalization].inputs[2]
    var inputs = Array(node.inputs.dropLast())
    inputs += [graph.nodes[gradient.relu].inputs[1], shift]
    try emit(
      kernel, node, inputs: inputs, results: node.outputs, "gradient of BatchNormalization, relu", overwriting: 4)
  }

  /// With relu and pooling; keeps for the gradient which elements won.
  private mutating func lowerPooled(
    _ operation: BatchNormalization, _ node: Node, _ pooling: MaxPool, result: ValueID
  ) throws {
    let input = Layout.channelsLast.physical(shape(node.inputs[0]))
    let kernel = BatchNormalizationPoolKernel(operation, pooling.window, input: input)
    let buffers = try node.inputs.map { try buffer($0, in: layout($0)) }
    let (count, channels) = (shape(result).product, channels(of: node))
    let made = try emit(
      kernel, buffers, counts: [count, channels, channels, count, count],
      label: label(node, "BatchNormalization, relu, MaxPool"))
    for (value, buffer) in zip([result] + node.outputs.dropFirst(), made) { bind(value, to: buffer, in: layout(value)) }
    pooledArguments[node.inputs[0]] = Array(made[3...])
  }

  private mutating func lowerPooled(
    _ operation: BatchNormalizationGradient, _ node: Node, _ poolGradient: Node
  ) throws {
    guard let pooling = poolGradient.operation as? MaxPoolGradient, let kept = pooledArguments[node.inputs[0]] else {
      throw EngineError(label(node, operation.description), "its forward pass was not compiled")
    }
    let input = Layout.channelsLast.physical(shape(node.inputs[0]))
    let kernel = BatchNormalizationPoolGradientKernel(operation, pooling.window, input: input)
    let buffers = try (node.inputs.dropLast() + [poolGradient.inputs[2]]).map { try buffer($0, in: layout($0)) }
    let made = try emit(
      kernel, buffers + kept, counts: node.outputs.map { shape($0).product },
      label: label(node, "gradient of BatchNormalization, relu, MaxPool"), overwriting: 0)
    for (value, buffer) in zip(node.outputs, made) { bind(value, to: buffer, in: layout(value)) }
  }

  private mutating func emit(
    _ kernel: any Kernel, _ node: Node, inputs: [ValueID]? = nil, results: [ValueID], _ what: String,
    overwriting overwritable: Int? = nil
  ) throws {
    let buffers = try (inputs ?? node.inputs).map { try buffer($0, in: layout($0)) }
    let made = try emit(
      kernel, buffers, counts: results.map { shape($0).product }, label: label(node, what), overwriting: overwritable)
    for (value, buffer) in zip(results, made) { bind(value, to: buffer, in: layout(value)) }
  }

  private func layout(_ value: ValueID) -> Layout { Layout.exists(rank: shape(value).count) ? .channelsLast : .plain }

  private func channels(of node: Node) -> Int { shape(node.inputs[0])[1] }

  private func rows(of node: Node) -> Int { shape(node.inputs[0]).product / channels(of: node) }
}
