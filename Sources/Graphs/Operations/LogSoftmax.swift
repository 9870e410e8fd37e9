/// `x − log Σ eˣ` along one axis.
public struct LogSoftmax: Operation, Hashable {
  public let axis: Int
  public init(axis: Int) { self.axis = axis }

  public var description: String { "LogSoftmax along axis \(axis)" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 1...1)
    try check(axis: axis, of: inputs[0])
    return inputs
  }

  public func pullback(
    _ node: Node, cotangents: [ValueID?], wanted: [Bool], in graph: inout Graph
  ) throws -> [ValueID?] {
    guard wanted[0], let dy = cotangents[0] else { return [nil] }
    return [try graph(LogSoftmaxGradient(axis: axis), node.outputs[0], dy)]
  }
}

/// `dy − eʸ·Σ dy`; inputs (y, dy).
public struct LogSoftmaxGradient: Operation, Hashable {
  public let axis: Int
  public init(axis: Int) { self.axis = axis }

  public var description: String { "gradient of LogSoftmax along axis \(axis)" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 2...2)
    try check(axis: axis, of: inputs[0])
    try check("dy", inputs[1], is: inputs[0])
    return [inputs[0]]
  }
}
