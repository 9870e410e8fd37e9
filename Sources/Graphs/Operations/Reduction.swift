public enum ReductionFunction: String, Sendable, Hashable, CaseIterable { case sum, mean, maximum, minimum }

/// Reduces over `axes` (ascending, non-negative).
///
/// Ties of a maximum or minimum share the cotangent evenly (as `torch.amax`).
public struct Reduction: Operation, Hashable {
  public let function: ReductionFunction
  public let axes: [Int]
  /// Whether reduced axes stay, with extent 1.
  public let keepsAxes: Bool

  public init(_ function: ReductionFunction, axes: [Int], keepsAxes: Bool) {
    self.function = function
    self.axes = axes
    self.keepsAxes = keepsAxes
  }

  public var description: String { "Reduction \(function) over axes \(axes)" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 1...1)
    let shape = inputs[0]
    for axis in axes { try check(axis: axis, of: shape) }
    try check(zip(axes, axes.dropFirst()).allSatisfy { $0 < $1 }, "axes must be ascending and distinct")
    try check(function == .sum || axes.allSatisfy { shape[$0] > 0 }, "nothing to reduce in an input of \(shape)")
    return [keepsAxes ? keptShape(of: shape) : shape.indices.filter { !axes.contains($0) }.map { shape[$0] }]
  }

  /// The shape of the result if reduced axes stay: it broadcasts against the input.
  private func keptShape(of shape: [Int]) -> [Int] {
    shape.indices.map { axes.contains($0) ? 1 : shape[$0] }
  }

  public func pullback(
    _ node: Node, cotangents: [ValueID?], wanted: [Bool], in graph: inout Graph
  ) throws -> [ValueID?] {
    guard wanted[0], let cotangent = cotangents[0] else { return [nil] }
    let shape = graph.shape(of: node.inputs[0])
    var dy = try graph.reshape(cotangent, to: keptShape(of: shape))
    switch function {
    case .sum: break
    case .mean:
      let count = try elementCount(axes.map { shape[$0] })
      let share = graph.scalar(1 / Float(count))
      dy = try graph.multiply(dy, share)
    case .maximum, .minimum: return [try extremumGradient(node, dy, in: &graph)]
    }
    return [try graph.broadcast(dy, to: shape)]
  }

  /// `dy / (number of ties)` where the element equals the result, else 0.
  private func extremumGradient(_ node: Node, _ dy: ValueID, in graph: inout Graph) throws -> ValueID {
    let x = node.inputs[0]
    let y = try graph.reshape(node.outputs[0], to: keptShape(of: graph.shape(of: x)))
    let isExtremum = try graph(Binary(.equal), x, y)
    let share = try graph.divide(dy, graph.sum(isExtremum, over: axes, keepsAxes: true))
    return try graph.multiply(isExtremum, share)
  }
}
