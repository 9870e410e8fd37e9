/// `y = f(x)`, elementwise.
public struct Unary: Operation, Hashable {
  public let function: UnaryFunction
  public init(_ function: UnaryFunction) { self.function = function }

  public var description: String { "\(function)" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 1...1)
    return inputs
  }

  public func pullback(
    _ node: Node, cotangents: [ValueID?], wanted: [Bool], in graph: inout Graph
  ) throws -> [ValueID?] {
    guard wanted[0], let cotangent = cotangents[0], !function.isPiecewiseConstant else { return [nil] }
    guard function.hasReadableKink else {
      throw DifferentiationError(operation: description, reason: "its parameters must not be negative")
    }
    // Needs neither argument nor result, so neither is kept for it.
    if function == .negate { return [try graph.negate(cotangent)] }
    let known = function.derivativeArgument == .result ? node.outputs[0] : node.inputs[0]
    return [try graph(UnaryGradient(function), known, cotangent)]
  }
}
