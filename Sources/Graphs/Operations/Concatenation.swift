/// Joins tensors along one axis; all other extents agree.
public struct Concatenation: Operation, Hashable {
  public let axis: Int
  public init(axis: Int) { self.axis = axis }

  public var description: String { "Concatenation along axis \(axis)" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    guard var joined = inputs.first else { throw ShapeError(description, "takes at least one input, got none") }
    try checkCount(of: inputs, 1...inputs.count)
    try check(axis: axis, of: joined)
    for shape in inputs.dropFirst() {
      var expected = joined
      if shape.count == joined.count { expected[axis] = shape[axis] }
      try check(shape == expected, "inputs must agree in every other axis, are \(inputs)")
      joined[axis] += shape[axis]
    }
    return [joined]
  }

  public func pullback(
    _ node: Node, cotangents: [ValueID?], wanted: [Bool], in graph: inout Graph
  ) throws -> [ValueID?] {
    guard let dy = cotangents[0] else { return node.inputs.map { _ in nil } }
    var start = 0
    var gradients: [ValueID?] = []
    for (input, wanted) in zip(node.inputs, wanted) {
      let shape = graph.shape(of: input)
      var starts = shape.map { _ in 0 }
      starts[axis] = start
      let slice = Slice(starts: starts, steps: shape.map { _ in 1 }, extents: shape)
      gradients.append(wanted ? try graph(slice, dy) : nil)
      start += shape[axis]
    }
    return gradients
  }
}
