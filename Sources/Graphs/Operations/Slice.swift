/// `y[i…] = x[start + i·step …]`, `extents[k]` elements along axis k; one entry per axis; steps may be negative.
public struct Slice: Operation, Hashable {
  public let starts: [Int]
  public let steps: [Int]
  public let extents: [Int]

  public init(starts: [Int], steps: [Int], extents: [Int]) {
    self.starts = starts
    self.steps = steps
    self.extents = extents
  }

  public var description: String { "Slice from \(starts) by \(steps) to extents \(extents)" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 1...1)
    try check(
      [starts.count, steps.count, extents.count].allSatisfy { $0 == inputs[0].count },
      "needs one start, step and extent per axis of an input of shape \(inputs[0])")
    for axis in inputs[0].indices {
      try check(reads(inside: inputs[0][axis], axis: axis), "reads outside axis \(axis) of an input of \(inputs[0])")
    }
    return [extents]
  }

  private func reads(inside size: Int, axis: Int) -> Bool {
    let (start, step, extent) = (starts[axis], steps[axis], extents[axis])
    guard step != 0, extent >= 0 else { return false }
    if extent == 0 { return true }
    guard (0..<size).contains(start) else { return false }
    let (distance, overflowed) = (extent - 1).multipliedReportingOverflow(by: step)
    let (last, overflowedToo) = start.addingReportingOverflow(distance)
    return !overflowed && !overflowedToo && (0..<size).contains(last)
  }

  public func pullback(
    _ node: Node, cotangents: [ValueID?], wanted: [Bool], in graph: inout Graph
  ) throws -> [ValueID?] {
    guard wanted[0], let dy = cotangents[0] else { return [nil] }
    return [try graph(SliceGradient(self, shape: graph.shape(of: node.inputs[0])), dy)]
  }
}

/// Writes the input into a zero tensor of `shape` where `slice` would have read it.
public struct SliceGradient: Operation, Hashable {
  public let slice: Slice
  public let shape: [Int]

  public init(_ slice: Slice, shape: [Int]) {
    self.slice = slice
    self.shape = shape
  }

  public var description: String { "gradient of \(slice)" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 1...1)
    try check("dy", inputs[0], is: slice.outputShapes(for: [shape])[0])
    return [shape]
  }

  public func pullback(
    _ node: Node, cotangents: [ValueID?], wanted: [Bool], in graph: inout Graph
  ) throws -> [ValueID?] {
    guard wanted[0], let dy = cotangents[0] else { return [nil] }
    return [try graph(slice, dy)]
  }
}
