internal import Graphs
internal import Tensors

/// A value that lies among the channels of what it will be joined to.
struct PlacedResult {
  /// Of the joined tensor, which is filled up later.
  let buffer: BufferID
  /// The joined tensor's physical shape, and the value's part of it.
  let shape: [Int]
  let slice: Slice
}

/// What decoders enlarge and then join: written where it will be joined.
extension Lowering {
  /// - Returns: whether a transposed convolution was one that only a concatenation of channels reads.
  mutating func lowerPlaced(_ transposed: ConvolutionTranspose, _ node: Node) throws -> Bool {
    let value = node.outputs[0]
    guard precision != .bf16, let next = soleConsumer(of: value), !isFused(next),
      (graph.nodes[next].operation as? Concatenation)?.axis == 1, try !isReadInParts(graph.nodes[next]),
      let (weights, bias) = constantWeights(node)
    else { return false }
    let (parts, joined) = (graph.nodes[next].inputs, Layout.channelsLast.physical(shape(graph.nodes[next].outputs[0])))
    guard !parts.contains(where: { placed[$0] != nil }) else { return false }
    let first = parts.prefix { $0 != value }.reduce(0) { $0 + shape($1)[1] }
    let geometry = ConvolutionGeometry(
      transposing: transposed.convolution, dy: shape(node.inputs[0]), w: shape(node.inputs[1]), dx: shape(value))
    guard
      let kernel = BlockTransposedConvolutionKernel(
        geometry, weights: weights, bias: bias, activation: nil, in: (first, joined[joined.count - 1]))
    else { return false }
    let made = try emit(
      kernel, [buffer(node.inputs[0], in: .channelsLast)], counts: [joined.product],
      label: label(node, "transposed convolution by blocks"))
    var starts = joined.map { _ in 0 }
    starts[joined.count - 1] = first
    let slice = Slice(
      starts: starts, steps: joined.map { _ in 1 }, extents: Layout.channelsLast.physical(shape(value)))
    placed[value] = PlacedResult(buffer: made[0], shape: joined, slice: slice)
    return true
  }
}
