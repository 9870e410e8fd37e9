/// The mean of each window.
public struct AveragePool: Operation, Hashable {
  public let window: PoolingWindow
  /// Whether explicit padding counts in the divisor (the extra reach of `roundsUp` never does).
  public let countsPadding: Bool

  public init(_ window: PoolingWindow, countsPadding: Bool) {
    self.window = window
    self.countsPadding = countsPadding
  }

  public var description: String { "AveragePool \(window.kernel)" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 1...1)
    return [try pooledShape(of: inputs[0], window)]
  }

  public func pullback(
    _ node: Node, cotangents: [ValueID?], wanted: [Bool], in graph: inout Graph
  ) throws -> [ValueID?] {
    guard wanted[0], let dy = cotangents[0] else { return [nil] }
    let extents = Array(graph.shape(of: node.inputs[0]).dropFirst(2))
    return [try graph(AveragePoolGradient(window, countsPadding: countsPadding, inputExtents: extents), dy)]
  }
}

/// Gives each element of a window its share of the window's cotangent: the adjoint of `AveragePool`.
///
/// Input `dy`; output `[N, C] + inputExtents`.
public struct AveragePoolGradient: Operation, Hashable {
  public let window: PoolingWindow
  public let countsPadding: Bool
  public let inputExtents: [Int]

  public init(_ window: PoolingWindow, countsPadding: Bool, inputExtents: [Int]) {
    self.window = window
    self.countsPadding = countsPadding
    self.inputExtents = inputExtents
  }

  public var description: String { "gradient of AveragePool \(window.kernel)" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 1...1)
    let shape = Array(inputs[0].prefix(2)) + inputExtents
    try check("dy", inputs[0], is: pooledShape(of: shape, window))
    return [shape]
  }

  public func pullback(
    _ node: Node, cotangents: [ValueID?], wanted: [Bool], in graph: inout Graph
  ) throws -> [ValueID?] {
    guard wanted[0], let dy = cotangents[0] else { return [nil] }
    return [try graph(AveragePool(window, countsPadding: countsPadding), dy)]
  }
}
