/// `condition ≠ 0 ? a : b`, elementwise with NumPy broadcasting.
///
/// Inputs: (condition, a, b); no derivative in the condition.
public struct Select: Operation, Hashable {
  public init() {}

  public var description: String { "Select" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 3...3)
    return [try broadcast(broadcast(inputs[0], inputs[1]), inputs[2])]
  }

  public func pullback(
    _ node: Node, cotangents: [ValueID?], wanted: [Bool], in graph: inout Graph
  ) throws -> [ValueID?] {
    guard let dy = cotangents[0], wanted[1] || wanted[2] else { return [nil, nil, nil] }
    let condition = node.inputs[0]
    let zero = graph.scalar(0)
    func gradient(of input: Int, _ whereTrue: ValueID, _ whereFalse: ValueID) throws -> ValueID? {
      guard wanted[input] else { return nil }
      let full = try graph(Select(), condition, whereTrue, whereFalse)
      return try graph.sum(full, toShape: graph.shape(of: node.inputs[input]))
    }
    return [nil, try gradient(of: 1, dy, zero), try gradient(of: 2, zero, dy)]
  }
}
