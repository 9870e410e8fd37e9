/// `y = take(x, indices, axis)`: axis `axis` is replaced by the axes of `indicesShape`.
///
/// Indices are constant, in range, row-major.
public struct Gather: Operation, Hashable {
  public let axis: Int
  public let indices: [Int]
  public let indicesShape: [Int]

  public init(axis: Int, indices: [Int], indicesShape: [Int]) {
    self.axis = axis
    self.indices = indices
    self.indicesShape = indicesShape
  }

  public var description: String { "Gather of indices \(indicesShape) along axis \(axis)" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 1...1)
    let shape = inputs[0]
    try check(axis: axis, of: shape)
    try check(
      elementCount(indicesShape) == indices.count, "\(indices.count) indices cannot fill the shape \(indicesShape)")
    if let wrong = indices.first(where: { !(0..<shape[axis]).contains($0) }) {
      throw ShapeError(description, "index \(wrong) is outside axis \(axis) of an input of shape \(shape)")
    }
    return [Array(shape[..<axis]) + indicesShape + Array(shape[(axis + 1)...])]
  }

  public func pullback(
    _ node: Node, cotangents: [ValueID?], wanted: [Bool], in graph: inout Graph
  ) throws -> [ValueID?] {
    guard wanted[0], let dy = cotangents[0] else { return [nil] }
    return [try graph(GatherGradient(self, shape: graph.shape(of: node.inputs[0])), dy)]
  }
}

/// The adjoint of `Gather`: input `dy`, output `shape`; repeated indices add up.
public struct GatherGradient: Operation, Hashable {
  public let gather: Gather
  public let shape: [Int]

  public init(_ gather: Gather, shape: [Int]) {
    self.gather = gather
    self.shape = shape
  }

  public var description: String { "gradient of \(gather)" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 1...1)
    try check("dy", inputs[0], is: gather.outputShapes(for: [shape])[0])
    return [shape]
  }

  public func pullback(
    _ node: Node, cotangents: [ValueID?], wanted: [Bool], in graph: inout Graph
  ) throws -> [ValueID?] {
    guard wanted[0], let dy = cotangents[0] else { return [nil] }
    return [try graph(gather, dy)]
  }
}
