/// Repeats a tensor to a larger shape by NumPy's rules.
public struct Broadcast: Operation, Hashable {
  public let shape: [Int]
  public init(to shape: [Int]) { self.shape = shape }

  public var description: String { "Broadcast to \(shape)" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 1...1)
    try check(Graph.broadcast(inputs[0], shape) == shape, "an input of shape \(inputs[0]) cannot be repeated to that")
    return [shape]
  }

  public func pullback(
    _ node: Node, cotangents: [ValueID?], wanted: [Bool], in graph: inout Graph
  ) throws -> [ValueID?] {
    guard wanted[0], let dy = cotangents[0] else { return [nil] }
    return [try graph.sum(dy, toShape: graph.shape(of: node.inputs[0]))]
  }
}
