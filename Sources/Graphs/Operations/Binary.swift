import Tensors

/// A function of two numbers; comparisons give 1 or 0.
public enum BinaryFunction: String, Sendable, Hashable, CaseIterable {
  case add, subtract, multiply, divide, power, minimum, maximum
  case equal, less, lessOrEqual, greater, greaterOrEqual
}

/// An elementwise function of two tensors, with NumPy broadcasting.
///
/// | `y` | `da / dy` | `db / dy` |
/// |---|---|---|
/// | `a + b`, `a − b` | 1 | 1, −1 |
/// | `a · b` | `b` | `a` |
/// | `a / b` | `1 / b` | `−y / b` |
/// | `aᵇ` | `b · aᵇ⁻¹`; 0 where `b = 0` | `y · ln a`; 0 where `a = 0` and `b ≥ 0` |
/// | `max`, `min` | 1 where `a` wins, ½ where equal | likewise |
/// | comparisons | 0 | 0 |
public struct Binary: Operation, Hashable {
  public let function: BinaryFunction
  public init(_ function: BinaryFunction) { self.function = function }

  public var description: String { function.rawValue }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 2...2)
    return [try broadcast(inputs[0], inputs[1])]
  }

  public func pullback(
    _ node: Node, cotangents: [ValueID?], wanted: [Bool], in graph: inout Graph
  ) throws -> [ValueID?] {
    guard let dy = cotangents[0] else { return [nil, nil] }
    let left = wanted[0] ? try leftGradient(node, dy, in: &graph) : nil
    let right = wanted[1] ? try rightGradient(node, dy, in: &graph) : nil
    return try zip(node.inputs, [left, right]).map { input, gradient in
      try gradient.map { try graph.sum($0, toShape: graph.shape(of: input)) }
    }
  }

  /// Of the broadcast shape, as is `rightGradient`.
  private func leftGradient(_ node: Node, _ dy: ValueID, in graph: inout Graph) throws -> ValueID? {
    let (a, b) = (node.inputs[0], node.inputs[1])
    switch function {
    case .add, .subtract: return dy
    case .multiply: return try graph.multiply(dy, b)
    case .divide: return try graph.divide(dy, b)
    case .power: return try graph.multiply(dy, baseSlope(a, b, in: &graph))
    case .maximum: return try graph.multiply(dy, share(.greater, a, b, in: &graph))
    case .minimum: return try graph.multiply(dy, share(.less, a, b, in: &graph))
    case .equal, .less, .lessOrEqual, .greater, .greaterOrEqual: return nil
    }
  }

  private func rightGradient(_ node: Node, _ dy: ValueID, in graph: inout Graph) throws -> ValueID? {
    let (a, b, y) = (node.inputs[0], node.inputs[1], node.outputs[0])
    switch function {
    case .add: return dy
    case .subtract: return try graph.negate(dy)
    case .multiply: return try graph.multiply(dy, a)
    case .divide: return try graph.negate(graph.multiply(dy, graph.divide(y, b)))
    case .power: return try graph.multiply(dy, exponentSlope(a, b, y, in: &graph))
    case .maximum: return try graph.multiply(dy, share(.greater, b, a, in: &graph))
    case .minimum: return try graph.multiply(dy, share(.less, b, a, in: &graph))
    case .equal, .less, .lessOrEqual, .greater, .greaterOrEqual: return nil
    }
  }

  /// 1 where `winner` wins by `comparison`, ½ where the two are equal: ties share evenly, as in PyTorch.
  private func share(
    _ comparison: BinaryFunction, _ winner: ValueID, _ loser: ValueID, in graph: inout Graph
  ) throws -> ValueID {
    let wins = try graph(Binary(comparison), winner, loser)
    let ties = try graph(Binary(.equal), winner, loser)
    return try graph.add(wins, graph.multiply(ties, graph.scalar(0.5)))
  }

  /// `b · aᵇ⁻¹`, but 0 where `b = 0` even if `a = 0`; the exponent 2 of a spelled-out variance costs one addition.
  private func baseSlope(_ a: ValueID, _ b: ValueID, in graph: inout Graph) throws -> ValueID {
    let known = graph.constants[b]?.scalars
    if let known, !known.isEmpty, known.allSatisfy({ $0 == 2 }) {
      return try graph.broadcast(graph.add(a, a), to: graph.broadcastShape(a, b))
    }
    let power = try graph(Binary(.power), a, graph.subtract(b, graph.scalar(1)))
    let slope = try graph.multiply(b, power)
    if let known, !known.contains(0) { return slope }
    let isZero = try graph(Binary(.equal), b, graph.scalar(0))
    return try graph(Select(), isZero, graph.scalar(0), slope)
  }

  /// `y · ln a`, but 0 where `a = 0` and `b ≥ 0`: there `y` stays 0 (or jumps, at `b = 0`) as `b` changes.
  private func exponentSlope(_ a: ValueID, _ b: ValueID, _ y: ValueID, in graph: inout Graph) throws -> ValueID {
    let zero = graph.scalar(0)
    let slope = try graph.multiply(y, graph(Unary(.log), a))
    let isFlat = try graph.multiply(
      graph(Binary(.equal), a, zero), graph(Binary(.greaterOrEqual), b, zero))
    return try graph(Select(), isFlat, zero, slope)
  }
}

extension Graph {
  /// The shape that two values of one elementwise node broadcast to.
  fileprivate func broadcastShape(_ left: ValueID, _ right: ValueID) throws(ShapeError) -> [Int] {
    try Binary(.add).outputShapes(for: [shape(of: left), shape(of: right)])[0]
  }
}
