internal import CKernels
internal import Graphs
internal import Tensors

/// Joined channels that are never put side by side, and divided ones that never were.
///
/// A convolution by Winograd's algorithm goes through its source and its result tile by tile, 16 channels at a time, and so
/// reads and writes each where it lies. A U-Net's decoder joins what it enlarged with what its encoder made, perhaps
/// cropped, and begins with such a layer; that layer's input gradient is taken apart again.
extension Lowering {
  /// Whether what a node joins is read in parts by the only node that reads it.
  func isReadInParts(_ node: Node) throws -> Bool {
    guard (node.operation as? Concatenation)?.axis == 1,
      isPutTogether(of: node.inputs.map { shape($0) }, multiplesOf: CK_WINOGRAD_PART_CHANNELS),
      !node.inputs.contains(where: isConstant), let next = soleConsumer(of: node.outputs[0]), !isFused(next),
      graph.nodes[next].operation is Convolution, graph.nodes[next].inputs[0] == node.outputs[0],
      constantWeights(graph.nodes[next]) != nil, let geometry = geometry(of: graph.nodes[next])
    else { return false }
    return try isWinograd(geometry, fusableActivation(after: graph.nodes[next].outputs[0])?.activation)
  }

  /// Emits a layer whose source has been left in parts, or whose result only slices of its channels read.
  ///
  /// - Returns: whether it was one.
  mutating func lowerParts(
    _ geometry: ConvolutionGeometry, _ node: Node, _ weights: Tensor, _ bias: Tensor?, _ activation: FusedActivation?,
    into result: ValueID
  ) throws -> Bool {
    let (joined, divisions) = (postponedConcatenation(node.inputs[0]), divisions(of: result))
    guard joined != nil || divisions != nil, try isWinograd(geometry, activation) else { return false }
    let parts = try joined.map { try sourceParts($0) }
    let values = divisions?.map { graph.nodes[$0].outputs[0] } ?? [result]
    let kernel = WinogradKernel(
      geometry, weights: weights, bias: bias, activation: activation, parts: parts?.map(\.part),
      divisions: values.map { shape($0)[1] })
    let name = Self.name(from: parts?.count ?? 1, to: values.count)
    let made = try emit(
      kernel, parts?.map(\.buffer) ?? [buffer(node.inputs[0], in: .channelsLast)],
      counts: values.map { shape($0).product }, label: label(node, name))
    for (value, buffer) in zip(values, made) { bind(value, to: buffer, in: .channelsLast) }
    divisions?.forEach { markFused($0) }
    return true
  }

  private static func name(from parts: Int, to divisions: Int) -> String {
    "convolution winograd" + (parts > 1 ? " of \(parts) parts" : "") + (divisions > 1 ? " to \(divisions) parts" : "")
  }

  private func isWinograd(_ geometry: ConvolutionGeometry, _ activation: FusedActivation?) throws -> Bool {
    try precision != .bf16 && algorithm(geometry, activation) == .winograd
  }

  /// Whether there are few enough tensors, and the channels of all but the last fill vectors, or panels of weights.
  private func isPutTogether<Number: BinaryInteger>(of shapes: [[Int]], multiplesOf channels: Number) -> Bool {
    shapes.count <= Int(CK_WINOGRAD_MOST_PARTS) && shapes.allSatisfy { Layout.exists(rank: $0.count) }
      && shapes.dropLast().allSatisfy { $0[1] % Int(channels) == 0 }
  }

  private func postponedConcatenation(_ value: ValueID) -> Node? {
    postponed[value].map { graph.nodes[$0] }.flatMap { $0.operation is Concatenation ? $0 : nil }
  }

  /// What is joined, and where it lies.
  private mutating func sourceParts(_ concatenation: Node) throws -> [(part: SourcePart, buffer: BufferID)] {
    try concatenation.inputs.map { value in
      let found = part(value, in: .channelsLast, as: .f32)
      guard found.slice?.steps.allSatisfy({ $0 == 1 }) ?? true else {
        return (SourcePart(shape: Layout.channelsLast.physical(shape(value))), try buffer(value, in: .channelsLast))
      }
      let buffer = try found.own ?? buffer(found.source, in: .channelsLast)
      return (SourcePart(shape: found.shape, slice: found.slice), buffer)
    }
  }

  /// The places of the slices that take a value's channels apart, in the channels' order; nil where something else reads it
  /// as well, or channels are read twice or by nobody.
  private func divisions(of value: ValueID) -> [Int]? {
    guard !kept.contains(value), let readers = consumers(of: value), readers.count > 1 else { return nil }
    let whole = shape(value)
    var found: [(slice: Slice, node: Int)] = []
    for reader in readers {
      guard let slice = graph.nodes[reader].operation as? Slice, !isFused(reader) else { return nil }
      found.append((slice, reader))
    }
    found.sort { $0.slice.starts[1] < $1.slice.starts[1] }
    var next = 0
    for (slice, _) in found {
      var (starts, extents) = (whole.map { _ in 0 }, whole)
      (starts[1], extents[1]) = (next, slice.extents[1])
      guard slice == Slice(starts: starts, steps: whole.map { _ in 1 }, extents: extents) else { return nil }
      next += slice.extents[1]
    }
    let isFitting = isPutTogether(of: found.map(\.slice.extents), multiplesOf: CK_WINOGRAD_DIVISION_CHANNELS)
    return next == whole[1] && isFitting ? found.map(\.node) : nil
  }
}
