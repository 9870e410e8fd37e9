/// The largest value of each window; padding counts as −∞.
public struct MaxPool: Operation, Hashable {
  public let window: PoolingWindow
  public init(_ window: PoolingWindow) { self.window = window }

  public var description: String { "MaxPool \(window.kernel)" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 1...1)
    return [try pooledShape(of: inputs[0], window)]
  }

  public func pullback(
    _ node: Node, cotangents: [ValueID?], wanted: [Bool], in graph: inout Graph
  ) throws -> [ValueID?] {
    guard wanted[0], let dy = cotangents[0] else { return [nil] }
    return [try graph(MaxPoolGradient(window), node.inputs[0], node.outputs[0], dy)]
  }
}

/// Sends each cotangent to the first largest element of its window (row-major order).
///
/// Inputs (x, y, dy).
public struct MaxPoolGradient: Operation, Hashable {
  public let window: PoolingWindow
  public init(_ window: PoolingWindow) { self.window = window }

  public var description: String { "gradient of MaxPool \(window.kernel)" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 3...3)
    let pooled = try pooledShape(of: inputs[0], window)
    try check("y", inputs[1], is: pooled)
    try check("dy", inputs[2], is: pooled)
    return [inputs[0]]
  }
}
