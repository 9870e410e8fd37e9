internal import Graphs
internal import Tensors

extension Graph {
  /// Absorbs batch normalisation, and constants added or multiplied per channel, into the convolution before them.
  ///
  /// The values `kept` (outputs and taps) survive as they are.
  func foldingChannelAffines(keeping kept: Set<ValueID>) throws -> RewrittenGraph {
    try mergingChains(keeping: kept) { node in
      ConvolutionAffine(node, in: self)
    } absorbing: { affine, node, value in
      PerChannelStep(node, on: value, in: self).map { affine.appending($0) }
    } writing: { affine, node, end, folded in
      try folded.append(affine, node, output: end, of: self)
    }
  }
}

extension RewrittenGraph {
  fileprivate mutating func append(
    _ affine: ConvolutionAffine, _ node: Node, output: ValueID, of original: Graph
  ) throws {
    guard affine.isChanged else { return try copy(node, of: original) }
    let weights = graph.addConstant(affine.scaledWeights, name: original.names[node.inputs[1]] ?? "")
    let bias = graph.addConstant(affine.bias)
    let input = copied(node.inputs[0], of: original)
    let made = try graph.append(node.operation, [input, weights, bias], name: node.name)
    bind(output, to: made[0], of: original)
  }
}

/// `y[c] = scale[c]·x[c] + shift[c]` as one node spells it.
private struct PerChannelStep {
  let scale: [Float]
  let shift: [Float]

  /// Nil when the node is anything else than per-channel arithmetic with constants on `value`.
  init?(_ node: Node, on value: ValueID, in graph: Graph) {
    let shape = graph.shape(of: value)
    guard shape.count >= 3, node.outputs.count == 1, graph.shape(of: node.outputs[0]) == shape else { return nil }
    let channels = shape[1]
    if node.operation is ChannelAffine {
      guard node.inputs[0] == value, let scale = graph.constants[node.inputs[1]] else { return nil }
      self.scale = scale.scalars
      guard node.inputs.count > 2 else {
        shift = [Float](repeating: 0, count: channels)
        return
      }
      guard let shift = graph.constants[node.inputs[2]] else { return nil }
      self.shift = shift.scalars
      return
    }
    guard let binary = node.operation as? Binary, node.inputs[0] != node.inputs[1],
      let constant = graph.constants[node.inputs[node.inputs[0] == value ? 1 : 0]],
      let perChannel = constant.perChannel(channels, rank: shape.count)
    else { return nil }
    let (ones, zeros) = ([Float](repeating: 1, count: channels), [Float](repeating: 0, count: channels))
    switch (binary.function, node.inputs[0] == value) {
    case (.add, _): (scale, shift) = (ones, perChannel)
    case (.multiply, _): (scale, shift) = (perChannel, zeros)
    case (.subtract, true): (scale, shift) = (ones, perChannel.map { -$0 })
    case (.divide, true): (scale, shift) = (perChannel.map { 1 / $0 }, zeros)
    default: return nil
    }
  }
}

extension Tensor {
  /// The constant as one number per channel of `[N, C, spatial…]`, if broadcasting makes it that.
  fileprivate func perChannel(_ channels: Int, rank wanted: Int) -> [Float]? {
    if count == 1 { return rank <= wanted ? [Float](repeating: scalars[0], count: channels) : nil }
    guard rank <= wanted, count == channels else { return nil }
    let padded = [Int](repeating: 1, count: wanted - rank) + shape
    return padded[1] == channels ? scalars : nil
  }
}

/// A convolution with constant weights and the per-channel arithmetic that follows it.
private struct ConvolutionAffine {
  private let weights: Tensor
  private let groups: Int
  private let isTransposed: Bool
  private var scale: [Float]
  private var shift: [Float]
  private(set) var isChanged = false

  init?(_ node: Node, in graph: Graph) {
    guard node.inputs.count >= 2, let weights = graph.constants[node.inputs[1]] else { return nil }
    switch node.operation {
    case let operation as Convolution: (groups, isTransposed) = (operation.groups, false)
    case let operation as ConvolutionTranspose: (groups, isTransposed) = (operation.convolution.groups, true)
    default: return nil
    }
    self.weights = weights
    let channels = graph.shape(of: node.outputs[0])[1]
    scale = [Float](repeating: 1, count: channels)
    shift = [Float](repeating: 0, count: channels)
    if node.inputs.count > 2 {
      guard let bias = graph.constants[node.inputs[2]] else { return nil }
      shift = bias.scalars
    }
  }

  func appending(_ step: PerChannelStep) -> Self {
    var longer = self
    for channel in scale.indices {
      longer.scale[channel] *= step.scale[channel]
      longer.shift[channel] = shift[channel] * step.scale[channel] + step.shift[channel]
    }
    longer.isChanged = true
    return longer
  }

  var bias: Tensor { Tensor(shape: [shift.count], scalars: shift) }

  /// The weights, each multiplied by the scale of the output channel it feeds.
  var scaledWeights: Tensor {
    let taps = weights.shape.dropFirst(2).reduce(1, *)
    let (outer, inner) = (weights.shape[0], weights.shape[1])
    var scalars = weights.scalars
    for first in 0..<outer {
      for second in 0..<inner {
        // A transposed convolution's result channels are the second axis of its weights, counted within the group.
        let channel = isTransposed ? first / (outer / groups) * inner + second : first
        let start = (first * inner + second) * taps
        for tap in start..<start + taps { scalars[tap] *= scale[channel] }
      }
    }
    return Tensor(shape: weights.shape, scalars: scalars)
  }
}
