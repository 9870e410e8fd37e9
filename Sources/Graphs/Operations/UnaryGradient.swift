/// `dx = dy · f′`, where `f′` is a function of the argument or of the result (`UnaryFunction.derivativeArgument`).
///
/// Inputs: (argument or result, dy), of one shape. With `x` the argument and `y` the result:
///
/// | function | derivative |
/// |---|---|
/// | relu, clip, hardSigmoid | `y > 0`; `lower < y < upper`; `alpha` where `0 < y < 1` |
/// | leakyRelu | `y > 0 ? 1 : slope` (`x > 0` where the slope is negative) |
/// | elu, selu | `y > 0 ? 1 : y + alpha`; `y > 0 ? gamma : y + gamma·alpha` |
/// | sigmoid, tanh, exp | `y·(1 − y)`; `1 − y²`; `y` |
/// | sqrt, reciprocal, log | `1 / 2y`; `−y²`; `1 / x` |
/// | hardSwish | `x ≤ −3 ? 0 : x < 3 ? x/3 + ½ : 1` |
/// | softplus, erf | `1 / (1 + e⁻ˣ)`; `2/√π · exp(−x²)` |
/// | gelu | `Φ(x) + x·φ(x)`; approximate: `½(1 + t) + ½x(1 − t²)·√(2/π)·(1 + 3·0.044715x²)`, `t` the tanh |
/// | abs, negate | `sign(x)`; −1 |
/// | sign, floor, ceil, round | 0 |
///
/// At kinks this is what PyTorch takes (its hardtanh rather than its clamp, which keeps the cotangent at the bounds).
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
