internal import CKernels
internal import Graphs
internal import Tensors

/// Joined channels that are never put side by side: a convolution by Winograd's algorithm, which goes through its source
/// tile by tile and 16 channels at a time, reads each where it lies.
///
/// A U-Net's decoder joins what it enlarged with what its encoder made, perhaps cropped, and begins with such a layer.
extension Lowering {
  /// Whether what a node joins is read in parts by the only node that reads it.
  func isReadInParts(_ node: Node) throws -> Bool {
    guard precision != .bf16, (node.operation as? Concatenation)?.axis == 1, canBeParts(node.inputs),
      let next = soleConsumer(of: node.outputs[0]), !isFused(next), graph.nodes[next].operation is Convolution,
      graph.nodes[next].inputs[0] == node.outputs[0], constantWeights(graph.nodes[next]) != nil,
      let geometry = geometry(of: graph.nodes[next])
    else { return false }
    return try algorithm(geometry, fusableActivation(after: graph.nodes[next].outputs[0])?.activation) == .winograd
  }

  /// Whether the channels of values fill vectors, but for the last ones.
  private func canBeParts(_ values: [ValueID]) -> Bool {
    values.count <= Int(CK_WINOGRAD_MOST_PARTS)
      && values.dropLast().allSatisfy { shape($0)[1] % Int(CK_WINOGRAD_PART_CHANNELS) == 0 }
      && values.allSatisfy { Layout.exists(rank: shape($0).count) && !isConstant($0) }
  }

  /// The parts that a convolution's source has been left in, and where they lie.
  mutating func sourceParts(
    of node: Node, as geometry: ConvolutionGeometry, _ activation: FusedActivation?
  ) throws -> [(part: SourcePart, buffer: BufferID)]? {
    guard let index = postponed[node.inputs[0]], graph.nodes[index].operation is Concatenation,
      try algorithm(geometry, activation) == .winograd
    else { return nil }
    return try graph.nodes[index].inputs.map { value in
      let found = part(value, in: .channelsLast, as: .f32)
      guard found.slice?.steps.allSatisfy({ $0 == 1 }) ?? true else {
        return (SourcePart(shape: Layout.channelsLast.physical(shape(value))), try buffer(value, in: .channelsLast))
      }
      let buffer = try found.own ?? buffer(found.source, in: .channelsLast)
      return (SourcePart(shape: found.shape, slice: found.slice), buffer)
    }
  }
}
