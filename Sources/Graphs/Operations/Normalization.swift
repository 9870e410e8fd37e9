/// `(x − mean) / √(variance + epsilon)`, mean and (biased) variance taken over the trailing axes from `firstAxis` on.
///
/// Layer norm: `firstAxis` = its axis. Instance norm of `[N, C, …]`: 2. Group norm: 2 after a reshape to
/// `[N, groups, …]`. Scale and shift are separate nodes.
public struct Normalization: Operation, Hashable {
  public let firstAxis: Int
  public let epsilon: Float

  public init(firstAxis: Int, epsilon: Float) {
    self.firstAxis = firstAxis
    self.epsilon = epsilon
  }

  public var description: String { "Normalization from axis \(firstAxis) on" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 1...1)
    try check(axis: firstAxis, of: inputs[0])
    return inputs
  }

  public func pullback(
    _ node: Node, cotangents: [ValueID?], wanted: [Bool], in graph: inout Graph
  ) throws -> [ValueID?] {
    guard wanted[0], let dy = cotangents[0] else { return [nil] }
    return [try graph(NormalizationGradient(firstAxis: firstAxis, epsilon: epsilon), node.inputs[0], dy)]
  }
}

/// Inputs (x, dy): `dx = (dy − mean(dy) − y·mean(dy·y)) / √(variance + epsilon)`.
public struct NormalizationGradient: Operation, Hashable {
  public let firstAxis: Int
  public let epsilon: Float

  public init(firstAxis: Int, epsilon: Float) {
    self.firstAxis = firstAxis
    self.epsilon = epsilon
  }

  public var description: String { "gradient of Normalization from axis \(firstAxis) on" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 2...2)
    try check(axis: firstAxis, of: inputs[0])
    try check("dy", inputs[1], is: inputs[0])
    return [inputs[0]]
  }
}
