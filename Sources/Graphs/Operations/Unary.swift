/// An elementwise function of one tensor.
///
/// Some derivatives are written in the *result* `y`, so that a backend may overwrite the argument; `UnaryGradient` says
/// which one it takes.
public enum UnaryFunction: Sendable, Hashable {
  case relu
  /// `x < 0 ? slope·x : x`
  case leakyRelu(slope: Float)
  /// `x < 0 ? alpha·(eˣ − 1) : x`
  case elu(alpha: Float)
  /// `x < 0 ? gamma·alpha·(eˣ − 1) : gamma·x`
  case selu(alpha: Float, gamma: Float)
  case sigmoid
  /// `max(0, min(1, alpha·x + beta))`
  case hardSigmoid(alpha: Float, beta: Float)
  /// `x · max(0, min(1, x/6 + ½))`
  case hardSwish
  case tanh
  case softplus
  case erf
  /// `x·Φ(x)`, with the exact normal distribution function or its tanh approximation.
  case gelu(approximate: Bool)
  case clip(lower: Float, upper: Float)
  case exp, log, sqrt, abs, negate, reciprocal
  /// `x > 0 ? 1 : x < 0 ? −1 : 0`; derivative zero.
  case sign
  case floor, ceil, round

  /// What the derivative is a function of.
  public enum DerivativeArgument: Sendable { case argument, result }

  public var derivativeArgument: DerivativeArgument {
    switch self {
    case .relu, .leakyRelu, .elu, .selu, .sigmoid, .tanh, .clip, .exp, .sqrt, .reciprocal, .hardSigmoid: .result
    default: .argument
    }
  }
}

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
    guard wanted[0], let cotangent = cotangents[0] else { return [nil] }
    let known = function.derivativeArgument == .result ? node.outputs[0] : node.inputs[0]
    return [try graph(UnaryGradient(function), known, cotangent)]
  }
}

/// `dx = dy · f′`, where `f′` is a function of the argument or of the result (`UnaryFunction.derivativeArgument`).
///
/// Inputs: (argument or result, dy), of one shape. At kinks the derivative is 0 on the flat side (as in PyTorch):
/// relu at 0, clip at its bounds.
public struct UnaryGradient: Operation, Hashable {
  public let function: UnaryFunction
  public init(_ function: UnaryFunction) { self.function = function }

  public var description: String { "gradient of \(function)" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    guard inputs.count == 2, inputs[0] == inputs[1] else {
      throw ShapeError(description, "takes two inputs of one shape, got \(inputs)")
    }
    return [inputs[0]]
  }
}
