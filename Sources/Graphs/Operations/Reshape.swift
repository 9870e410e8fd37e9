/// The same scalars under another shape of the same count.
///
/// All extents are given (no −1).
public struct Reshape: Operation, Hashable {
  public let shape: [Int]
  public init(to shape: [Int]) { self.shape = shape }

  public var description: String { "Reshape to \(shape)" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 1...1)
    let (from, to) = (try elementCount(inputs[0]), try elementCount(shape))
    try check(from == to, "\(from) elements of shape \(inputs[0]) cannot fill \(to)")
    return [shape]
  }

  public func pullback(
    _ node: Node, cotangents: [ValueID?], wanted: [Bool], in graph: inout Graph
  ) throws -> [ValueID?] {
    guard wanted[0], let dy = cotangents[0] else { return [nil] }
    return [try graph.reshape(dy, to: graph.shape(of: node.inputs[0]))]
  }
}
