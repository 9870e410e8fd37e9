import Graphs

extension Lowering {
  static let convolutions: [String: OperatorSupport] = [
    "Conv": OperatorSupport { lowering, node in try lowering.convolution(node) },
    "ConvTranspose": OperatorSupport { lowering, node in try lowering.transposedConvolution(node) },
  ]

  private mutating func convolution(_ node: ONNXNode) throws -> [LoweredValue] {
    let (x, w) = (try tensorInput(node, 0), try tensorInput(node, 1))
    let window = try SpatialWindow(node, spatial: spatial(x, node), weightKernel: spatial(w, node))
    let operation = Convolution(
      strides: window.strides, padBefore: window.padBefore, padAfter: window.padAfter, dilations: window.dilations,
      groups: try node.integer("group", default: 1, in: 1...Extents.largest))
    return [.computed(try emitAll(operation, [x, w] + bias(node), node)[0], .float32)]
  }

  private mutating func transposedConvolution(_ node: ONNXNode) throws -> [LoweredValue] {
    let (x, w) = (try tensorInput(node, 0), try tensorInput(node, 1))
    let extents = try spatial(x, node)
    let geometry = try TransposedGeometry(node, spatial: extents, weightKernel: spatial(w, node))
    let convolution = Convolution(
      strides: geometry.window.strides, padBefore: geometry.window.padBefore, padAfter: geometry.window.padAfter,
      dilations: geometry.window.dilations, groups: try node.integer("group", default: 1, in: 1...Extents.largest))
    let operation = ConvolutionTranspose(convolution, inputExtents: geometry.extents)
    return [.computed(try emitAll(operation, [x, w] + bias(node), node)[0], .float32)]
  }

  private mutating func bias(_ node: ONNXNode) throws -> [ValueID] {
    try optionalTensorInput(node, 2).map { [$0] } ?? []
  }

  /// The extents after batch and channels.
  func spatial(_ value: ValueID, _ node: ONNXNode) throws -> [Int] {
    let shape = graph.shape(of: value)
    guard shape.count > 2 else {
      throw node.error(.shape, "needs a tensor [N, C, spatial…], got \(shape)")
    }
    return Array(shape.dropFirst(2))
  }
}

/// The output extents and pads of a ConvTranspose: one follows from the other.
private struct TransposedGeometry {
  var window: SpatialWindow
  var extents: [Int]

  init(_ node: ONNXNode, spatial: [Int], weightKernel: [Int]) throws {
    window = try SpatialWindow(node, spatial: spatial, weightKernel: weightKernel)
    let mode = try SpatialWindow.autoPad(of: node)
    let zeros = [Int](repeating: 0, count: spatial.count)
    let outputPadding = try node.integers("output_padding", in: 0...Extents.largest) ?? zeros
    var wanted = try node.integers("output_shape", in: 1...Extents.largest)
    // Some exporters list batch and channels too.
    if let list = wanted, list.count == spatial.count + 2 { wanted = Array(list.dropFirst(2)) }
    if wanted == nil, mode == .sameUpper || mode == .sameLower {
      wanted = zip(spatial, window.strides).map { $0 * $1 }
    }
    guard outputPadding.count == spatial.count, wanted.map({ $0.count == spatial.count }) ?? true else {
      throw node.error(.shape, "its output_padding or output_shape does not fit \(spatial.count) spatial axes")
    }
    extents = zeros
    for axis in spatial.indices {
      let full = window.strides[axis] * (spatial[axis] - 1) + outputPadding[axis] + window.reach(axis)
      if let wanted { try pad(axis, cutting: full - wanted[axis], mode, node) }
      extents[axis] = full - window.padBefore[axis] - window.padAfter[axis]
      guard (1...Extents.largest).contains(extents[axis]) else {
        throw node.error(.shape, "would make \(extents[axis]) elements along spatial axis \(axis)")
      }
    }
  }

  /// Divides what has to go between the two ends; an odd one goes to the end (SAME_UPPER) or the beginning.
  private mutating func pad(_ axis: Int, cutting total: Int, _ mode: SpatialWindow.AutoPad, _ node: ONNXNode) throws {
    guard total >= 0 else {
      throw node.error(.unsupported, "its output_shape is larger than its windows reach along spatial axis \(axis)")
    }
    window.padBefore[axis] = mode == .sameUpper ? total / 2 : total - total / 2
    window.padAfter[axis] = total - window.padBefore[axis]
  }
}
