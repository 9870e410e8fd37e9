import Graphs

extension Lowering {
  static let slicing: [String: OperatorSupport] = [
    "Slice": OperatorSupport { lowering, node in try lowering.slice(node) },
    "Split": OperatorSupport(outputs: .max) { lowering, node in try lowering.split(node) },
    "Gather": OperatorSupport { lowering, node in try lowering.gather(node) },
  ]

  /// Attributes up to opset 9, inputs from 10 on.
  private mutating func slice(_ node: ONNXNode) throws -> [LoweredValue] {
    let value = try input(node, 0)
    let shape = shape(of: value)
    guard let starts = try integersInput(node, 1, "starts") ?? node.integers("starts"),
      let ends = try integersInput(node, 2, "ends") ?? node.integers("ends")
    else { throw node.error(.malformed, "lacks starts or ends") }
    let named = try integersInput(node, 3, "axes") ?? node.integers("axes") ?? Array(starts.indices)
    let axes = try node.axes(named, rank: shape.count)
    let steps = try integersInput(node, 4, "steps") ?? axes.map { _ in 1 }
    guard starts.count == axes.count, ends.count == axes.count, steps.count == axes.count else {
      throw node.error(.malformed, "its starts, ends, axes and steps differ in length")
    }
    var ranges = shape.map { SliceRange(whole: $0) }
    for (index, axis) in axes.enumerated() {
      guard steps[index] != 0, steps[index] != .min else {
        throw node.error(.malformed, "has a step of \(steps[index])")
      }
      ranges[axis] = SliceRange(start: starts[index], end: ends[index], step: steps[index], extent: shape[axis])
    }
    return [try sliced(value, ranges, node)]
  }

  private mutating func sliced(_ value: LoweredValue, _ ranges: [SliceRange], _ node: ONNXNode) throws -> LoweredValue {
    let (starts, steps) = (ranges.map(\.start), ranges.map(\.step))
    let extents = ranges.map(\.count)
    switch value {
    case .constant(let constant):
      return .constant(constant.sliced(starts: starts, steps: steps, extents: extents))
    case .computed(let x, let type):
      if extents == graph.shape(of: x), steps.allSatisfy({ $0 == 1 }) { return value }
      return .computed(try emit(Slice(starts: starts, steps: steps, extents: extents), x, node: node), type)
    }
  }

  private mutating func split(_ node: ONNXNode) throws -> [LoweredValue] {
    let value = try input(node, 0)
    let shape = shape(of: value)
    let axis = try node.axis(try node.integer("axis", default: 0), rank: shape.count)
    let sizes = try splitSizes(node, extent: shape[axis])
    guard sizes.count >= node.outputs.count, sizes.allSatisfy({ (0...shape[axis]).contains($0) }),
      sizes.reduce(0, +) == shape[axis]
    else { throw node.error(.shape, "cannot split \(shape[axis]) elements into \(sizes)") }
    var start = 0
    return try sizes.map { size in
      var ranges = shape.map { SliceRange(whole: $0) }
      ranges[axis] = SliceRange(start: start, step: 1, count: size)
      start += size
      return try sliced(value, ranges, node)
    }
  }

  /// Given sizes (attribute up to opset 12, input from 13 on), or equal parts, of which the last may be smaller.
  private func splitSizes(_ node: ONNXNode, extent: Int) throws -> [Int] {
    if let sizes = try integersInput(node, 1, "sizes") ?? node.integers("split") { return sizes }
    let parts = try node.integer("num_outputs", default: node.outputs.count, in: 1...max(1, node.outputs.count))
    let size = (extent + parts - 1) / parts
    return (0..<parts).map { max(0, min(size, extent - $0 * size)) }
  }

  private mutating func gather(_ node: ONNXNode) throws -> [LoweredValue] {
    let value = try input(node, 0)
    let shape = shape(of: value)
    let axis = try node.axis(try node.integer("axis", default: 0), rank: shape.count)
    guard let indices = try constantInput(node, 1, "indices"), let given = indices.integers else {
      throw node.error(.malformed, "lacks integer indices")
    }
    guard given.allSatisfy({ (-shape[axis]..<shape[axis]).contains($0) }) else {
      throw node.error(.shape, "reads outside axis \(axis) of a tensor of shape \(shape)")
    }
    let chosen = given.map { $0 < 0 ? $0 + shape[axis] : $0 }
    switch value {
    case .constant(let constant):
      let result = shape[..<axis] + indices.shape + shape[(axis + 1)...]
      guard let count = Graph.elementCount(Array(result)), count <= max(constant.count, Extents.largestFolded) else {
        throw node.error(.shape, "would make a constant of shape \(Array(result))")
      }
      return [.constant(constant.gathered(axis: axis, chosen: chosen, chosenShape: indices.shape))]
    case .computed(let x, let type):
      let operation = Gather(axis: axis, indices: chosen, indicesShape: indices.shape)
      return [.computed(try emit(operation, x, node: node), type)]
    }
  }
}

/// What a slice reads along one axis.
private struct SliceRange {
  var start: Int
  var step: Int
  var count: Int

  init(start: Int, step: Int, count: Int) {
    self.start = start
    self.step = step
    self.count = count
  }

  init(whole extent: Int) { self.init(start: 0, step: 1, count: extent) }

  /// Python's rules: negative bounds count from the end, and both are clamped to what a step of that sign can reach.
  init(start: Int, end: Int, step: Int, extent: Int) {
    let reachable = step > 0 ? 0...extent : -1...max(-1, extent - 1)
    func bound(_ value: Int) -> Int {
      // A negative value at or beyond −extent stays negative (and is clamped); adding cannot overflow.
      let position = value < 0 ? value + extent : value
      return min(max(position, reachable.lowerBound), reachable.upperBound)
    }
    let (first, last) = (bound(start), bound(end))
    let distance = step > 0 ? last - first : first - last
    let stride = step.magnitude
    let count = distance > 0 ? Int((UInt(distance) - 1) / stride) + 1 : 0
    self.init(start: count > 0 ? first : 0, step: count > 1 ? step : 1, count: count)
  }
}
