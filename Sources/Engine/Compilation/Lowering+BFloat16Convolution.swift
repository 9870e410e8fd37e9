internal import Graphs
internal import Tensors

/// Convolutions that multiply bf16.
extension Lowering {
  /// Emits a convolution; a network's input goes in as two numbers of bf16 each, with taps as channels where that helps.
  mutating func emitShort(
    _ geometry: ConvolutionGeometry, _ node: Node, _ weights: Tensor, _ bias: Tensor?, _ activation: FusedActivation?,
    into result: ValueID
  ) throws {
    let splits = geometry.splitsSource && !isShort(node.inputs[0])
    var (run, own) = (geometry, weights)
    if splits, let unfolded = geometry.unfolded {
      (run, own) = (unfolded, geometry.unfolded(weights))
    } else if splits {
      run.sourceChannels *= 2
      own = weights.repeatedAlongInputChannels
    }
    run.sourceElement = .bf16
    run.destinationElement = resultElement(result)
    let kernel = try ConvolutionKernel(
      run, weights: own, bias: bias, activation: activation, name: label(node, "convolution"))
    let source = try shortSource(of: node, geometry, splits: splits)
    let made = try emit(
      kernel, [source], counts: [run.destinationElement.floatCount(shape(result).product)],
      label: label(node, "convolution \(kernel.implementation)"))
    bind(result, to: made[0], in: .channelsLast, as: run.destinationElement)
  }

  private mutating func shortSource(
    of node: Node, _ geometry: ConvolutionGeometry, splits: Bool
  ) throws -> BufferID {
    guard splits, let unfolded = geometry.unfolded else {
      return try buffer(node.inputs[0], in: .channelsLast, as: splits ? .splitBF16 : .bf16)
    }
    let count = Element.bf16.floatCount(unfolded.batch * unfolded.source.product * unfolded.sourceChannels)
    return try emit(
      geometry.unfoldKernel(), [buffer(node.inputs[0], in: .channelsLast)], counts: [count],
      label: label(node, "taps as channels"))[0]
  }

  /// The input gradient of a layer with few input channels, with the taps of its last axis as channels of the result.
  ///
  /// - Returns: whether it is one, and worth it.
  mutating func lowerShortNarrow(_ geometry: ConvolutionGeometry, _ node: Node) throws -> Bool {
    guard precision == .bf16, node.inputs.count == 2, let weights = graph.constants[node.inputs[1]],
      let mirrored = geometry.mirrored, let folded = mirrored.folded
    else { return false }
    let kernel = try ConvolutionKernel(
      folded, weights: mirrored.folded(mirrored.mirrored(weights)), bias: nil, activation: nil,
      name: label(node, "convolution"))
    let source = try buffer(node.inputs[0], in: .channelsLast, as: .bf16)
    let parts = try emit(
      kernel, [source], counts: [folded.batch * folded.destination.product * folded.destinationChannels],
      label: label(node, "convolution \(kernel.implementation)"))
    let made = try emit(
      mirrored.foldKernel(), parts, counts: [shape(node.outputs[0]).product],
      label: label(node, "sum of taps"))
    bind(node.outputs[0], to: made[0], in: .channelsLast)
    return true
  }
}

extension ConvolutionGeometry {
  /// Smaller matrices are multiplied before bf16 could have begun.
  static let leastShortWeights = 1 << 14

  /// Whether bf16 is faster, by measurement: a channel of its own for each result leaves nothing to multiply together.
  var gainsFromBFloat16: Bool { groups == 1 || sourceChannels / groups >= 16 }

  /// Whether a source that is there in Float goes in as two numbers of bf16 each; see `Element.splitBF16`.
  var splitsSource: Bool { !isTransposed && groups == 1 && sourceChannels <= 4 }
}
