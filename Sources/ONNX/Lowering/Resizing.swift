import Graphs

extension Lowering {
  static let resizing: [String: OperatorSupport] = [
    "Resize": OperatorSupport(refusal: refuseResize) { lowering, node in try lowering.resize(node) },
    "Upsample": OperatorSupport(refusal: refuseUpsample) { lowering, node in try lowering.upsample(node) },
    "DepthToSpace": OperatorSupport(refusal: refuseDepthMode) { lowering, node in try lowering.depthToSpace(node) },
    "SpaceToDepth": OperatorSupport { lowering, node in try lowering.spaceToDepth(node) },
  ]

  @Sendable private static func refuseResize(_ node: ONNXNode, _ opset: Int) throws -> String? {
    let mode = try node.text("mode", default: "nearest")
    guard ["nearest", "linear"].contains(mode) else { return "mode '\(mode)' is not supported" }
    let transformation = try node.text("coordinate_transformation_mode", default: "half_pixel")
    guard CoordinateTransformation(rawValue: transformation) != nil else {
      return "coordinate_transformation_mode '\(transformation)' is not supported"
    }
    let rounding = try node.text("nearest_mode", default: "round_prefer_floor")
    guard NearestRounding(rawValue: rounding) != nil else { return "nearest_mode '\(rounding)' is not supported" }
    if try node.flag("antialias") { return "antialias is not supported" }
    if try node.flag("exclude_outside") { return "exclude_outside is not supported" }
    let policy = try node.text("keep_aspect_ratio_policy", default: "stretch")
    return policy == "stretch" ? nil : "keep_aspect_ratio_policy '\(policy)' is not supported"
  }

  @Sendable private static func refuseUpsample(_ node: ONNXNode, _ opset: Int) throws -> String? {
    let mode = try node.text("mode", default: "nearest")
    return ["nearest", "linear", "bilinear"].contains(mode) ? nil : "mode '\(mode)' is not supported"
  }

  @Sendable private static func refuseDepthMode(_ node: ONNXNode, _ opset: Int) throws -> String? {
    let mode = try node.text("mode", default: "DCR")
    return ["DCR", "CRD"].contains(mode) ? nil : "mode '\(mode)' is not supported"
  }

  private mutating func resize(_ node: ONNXNode) throws -> [LoweredValue] {
    let x = try tensorInput(node, 0)
    let target =
      opset < 11
      ? try ResizeTarget(scales: reals(node, 1), of: graph.shape(of: x), node)
      : try resizeTarget(node, graph.shape(of: x))
    let linear = try node.text("mode", default: "nearest") == "linear"
    guard opset >= 11 else {
      return [try resized(x, to: target, linear ? .linear : .nearest(target.oldRounding), .asymmetric, node)]
    }
    let rounding = NearestRounding(rawValue: try node.text("nearest_mode", default: "round_prefer_floor")) ?? .floor
    let mode = try node.text("coordinate_transformation_mode", default: "half_pixel")
    let transformation = CoordinateTransformation(rawValue: mode) ?? .halfPixel
    return [try resized(x, to: target, linear ? .linear : .nearest(rounding), transformation, node)]
  }

  /// Sizes or scales, for all axes or (opset 18 on) for the named ones.
  private mutating func resizeTarget(_ node: ONNXNode, _ shape: [Int]) throws -> ResizeTarget {
    let named = try node.integers("axes") ?? Array(shape.indices)
    let axes = try node.axes(named, rank: shape.count)
    if let sizes = try integersInput(node, 3, "sizes"), !sizes.isEmpty {
      return try ResizeTarget(sizes: sizes, axes: axes, of: shape, exportedBatch: exportedBatch, node)
    }
    let given = try reals(node, 2)
    guard given.count == axes.count else {
      throw node.error(.shape, "has \(given.count) scales for \(axes.count) axes")
    }
    var scales = shape.map { _ in Float(1) }
    for (axis, scale) in zip(axes, given) { scales[axis] = scale }
    return try ResizeTarget(scales: scales, of: shape, node)
  }

  private func reals(_ node: ONNXNode, _ index: Int) throws -> [Float] {
    guard let scales = try constantInput(node, index, "scales") else {
      throw node.error(.malformed, "lacks scales")
    }
    return scales.reals
  }

  /// Opset 7 has the scales as an attribute, opset 9 as an input; coordinates are asymmetric.
  ///
  /// Mode "bilinear" is in no opset: PyTorch wrote it before it wrote valid ONNX, for its own `bilinear` interpolation,
  /// and that samples at half-pixel centres.
  private mutating func upsample(_ node: ONNXNode) throws -> [LoweredValue] {
    let x = try tensorInput(node, 0)
    let scales = try node.reals("scales") ?? reals(node, 1)
    let target = try ResizeTarget(scales: scales, of: graph.shape(of: x), node)
    switch try node.text("mode", default: "nearest") {
    case "bilinear": return [try resized(x, to: target, .linear, .halfPixel, node)]
    case "linear": return [try resized(x, to: target, .linear, .asymmetric, node)]
    default: return [try resized(x, to: target, .nearest(target.oldRounding), .asymmetric, node)]
    }
  }

  private mutating func resized(
    _ x: ValueID, to target: ResizeTarget, _ interpolation: Interpolation,
    _ transformation: CoordinateTransformation, _ node: ONNXNode
  ) throws -> LoweredValue {
    guard target.scales.contains(where: { $0 != 1 }) else { return .computed(x, .float32) }
    let operation = Resize(
      extents: target.extents, scales: target.scales, interpolation: interpolation, transformation: transformation)
    return .computed(try emit(operation, x, node: node), .float32)
  }
}

/// The spatial extents and scales of a Resize of `[N, C, spatial…]`.
private struct ResizeTarget {
  let extents: [Int]
  let scales: [Float]

  /// Before opset 11, nearest neighbours were rounded down when enlarging and up when shrinking.
  var oldRounding: NearestRounding { scales.contains { $0 < 1 } ? .ceil : .floor }

  init(scales: [Float], of shape: [Int], _ node: ONNXNode) throws {
    guard shape.count > 2, scales.count == shape.count, scales.allSatisfy({ $0 > 0 && $0 < 65_536 }) else {
      throw node.error(.shape, "cannot scale a tensor of shape \(shape) by \(scales)")
    }
    guard scales[0] == 1, scales[1] == 1 else {
      throw node.error(.unsupported, "scales batch or channels (\(scales)); only spatial axes are resized")
    }
    self.scales = Array(scales.dropFirst(2))
    extents = zip(shape.dropFirst(2), self.scales).map { Int((Float($0) * $1).rounded(.down)) }
    guard extents.allSatisfy({ (1...Extents.largest).contains($0) }) else {
      throw node.error(.shape, "would make spatial extents \(extents)")
    }
  }

  init(sizes: [Int], axes: [Int], of shape: [Int], exportedBatch: Int?, _ node: ONNXNode) throws {
    guard shape.count > 2, sizes.count == axes.count, sizes.allSatisfy({ (1...Extents.largest).contains($0) }) else {
      throw node.error(.shape, "cannot resize axes \(axes) of a tensor of shape \(shape) to \(sizes)")
    }
    var target = shape
    for (axis, size) in zip(axes, sizes) { target[axis] = size }
    guard target[0] == shape[0] || target[0] == exportedBatch, target[1] == shape[1] else {
      throw node.error(.unsupported, "resizes batch or channels (\(sizes)); only spatial axes are resized")
    }
    extents = Array(target.dropFirst(2))
    scales = zip(target, shape).dropFirst(2).map { Float($0) / Float($1) }
  }
}

extension Lowering {
  /// Blocks of channels become blocks of pixels; the mode says whether the block number is the outer (DCR) or the
  /// inner (CRD) part of the channel number.
  private mutating func depthToSpace(_ node: ONNXNode) throws -> [LoweredValue] {
    let x = try tensorInput(node, 0)
    let shape = graph.shape(of: x)
    let block = try node.integer("blocksize", default: 0, in: 0...32_768)
    guard shape.count == 4, block > 0, shape[1] % (block * block) == 0 else {
      throw node.error(.shape, "cannot turn the channels of \(shape) into blocks of \(block) × \(block)")
    }
    let channels = shape[1] / (block * block)
    let depthFirst = try node.text("mode", default: "DCR") == "DCR"
    let split = depthFirst ? [block, block, channels] : [channels, block, block]
    let six = try reshaped(x, to: [shape[0]] + split + [shape[2], shape[3]], node)
    let turned = try emit(Transpose(depthFirst ? [0, 3, 4, 1, 5, 2] : [0, 1, 4, 2, 5, 3]), six, node: node)
    let result = [shape[0], channels, shape[2] * block, shape[3] * block]
    return [.computed(try reshaped(turned, to: result, node), .float32)]
  }

  private mutating func spaceToDepth(_ node: ONNXNode) throws -> [LoweredValue] {
    let x = try tensorInput(node, 0)
    let shape = graph.shape(of: x)
    let block = try node.integer("blocksize", default: 0, in: 0...32_768)
    guard shape.count == 4, block > 0, shape[2] % block == 0, shape[3] % block == 0 else {
      throw node.error(.shape, "cannot cut \(shape) into blocks of \(block) × \(block)")
    }
    let (height, width) = (shape[2] / block, shape[3] / block)
    let six = try reshaped(x, to: [shape[0], shape[1], height, block, width, block], node)
    let turned = try emit(Transpose([0, 3, 5, 1, 2, 4]), six, node: node)
    let result = [shape[0], shape[1] * block * block, height, width]
    return [.computed(try reshaped(turned, to: result, node), .float32)]
  }
}
