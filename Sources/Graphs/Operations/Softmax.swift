/// `eˣ / Σ eˣ` along one axis.
public struct Softmax: Operation, Hashable {
  public let axis: Int
  public init(axis: Int) { self.axis = axis }

  public var description: String { "Softmax along axis \(axis)" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 1...1)
    try check(axis: axis, of: inputs[0])
    return inputs
  }

  public func pullback(
    _ node: Node, cotangents: [ValueID?], wanted: [Bool], in graph: inout Graph
  ) throws -> [ValueID?] {
    guard wanted[0], let dy = cotangents[0] else { return [nil] }
    return [try graph(SoftmaxGradient(axis: axis), node.outputs[0], dy)]
  }
}

/// `y·(dy − Σ dy·y)`; inputs (y, dy).
public struct SoftmaxGradient: Operation, Hashable {
  public let axis: Int
  public init(axis: Int) { self.axis = axis }

  public var description: String { "gradient of Softmax along axis \(axis)" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 2...2)
    try check(axis: axis, of: inputs[0])
    try check("dy", inputs[1], is: inputs[0])
    return [inputs[0]]
  }
}
