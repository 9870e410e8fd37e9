import Foundation
import Graphs

extension UnaryFunction {
  /// The function itself.
  func reference(_ x: Double) -> Double {
    switch self {
    case .relu: max(x, 0)
    case .leakyRelu(let slope): x < 0 ? Double(slope) * x : x
    case .elu(let alpha): x < 0 ? Double(alpha) * expm1(x) : x
    case .selu(let alpha, let gamma): Double(gamma) * (x < 0 ? Double(alpha) * expm1(x) : x)
    case .sigmoid: logistic(x)
    case .hardSigmoid(let alpha, let beta): max(0, min(1, Double(alpha) * x + Double(beta)))
    case .hardSwish: x * max(0, min(1, x / 6 + 0.5))
    case .tanh: Foundation.tanh(x)
    case .softplus: max(x, 0) + log1p(Foundation.exp(-x.magnitude))
    case .erf: Foundation.erf(x)
    case .gelu(approximate: false): x * normalDistribution(x)
    case .gelu(approximate: true): 0.5 * x * (1 + geluTanh(x))
    case .clip(let lower, let upper): min(max(x, Double(lower)), Double(upper))
    case .exp: Foundation.exp(x)
    case .log: Foundation.log(x)
    case .sqrt: x.squareRoot()
    case .abs: x.magnitude
    case .negate: -x
    case .reciprocal: 1 / x
    case .sign: signum(x)
    case .floor: x.rounded(.down)
    case .ceil: x.rounded(.up)
    case .round: x.rounded(.toNearestOrEven)
    }
  }

  /// `f′`, as a function of `known`: the argument or the result, as `derivativeArgument` says.
  func referenceDerivative(_ known: Double) -> Double {
    switch self {
    case .relu: known > 0 ? 1 : 0
    case .leakyRelu(let slope): known > 0 ? 1 : Double(slope)
    case .elu(let alpha): known > 0 ? 1 : known + Double(alpha)
    case .selu(let alpha, let gamma): known > 0 ? Double(gamma) : known + Double(gamma) * Double(alpha)
    case .sigmoid: known * (1 - known)
    case .hardSigmoid(let alpha, _): known > 0 && known < 1 ? Double(alpha) : 0
    case .hardSwish: known <= -3 ? 0 : known < 3 ? known / 3 + 0.5 : 1
    case .tanh: 1 - known * known
    case .softplus: logistic(known)
    case .erf: 2 / Double.pi.squareRoot() * Foundation.exp(-known * known)
    case .gelu(let approximate): geluDerivative(known, approximate: approximate)
    case .clip(let lower, let upper): known > Double(lower) && known < Double(upper) ? 1 : 0
    case .exp: known
    case .log: 1 / known
    case .sqrt: 0.5 / known
    case .abs: signum(known)
    case .negate: -1
    case .reciprocal: -known * known
    case .sign, .floor, .ceil, .round: 0
    }
  }
}

private func signum(_ x: Double) -> Double { x > 0 ? 1 : x < 0 ? -1 : 0 }

func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

/// The normal distribution function `Φ(x)`.
private func normalDistribution(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

/// The term `tanh(√(2/π)·(x + 0.044715x³))`.
private func geluTanh(_ x: Double) -> Double { tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)) }

private func geluDerivative(_ x: Double, approximate: Bool) -> Double {
  guard approximate else {
    return normalDistribution(x) + x * exp(-0.5 * x * x) / (2 * Double.pi).squareRoot()
  }
  let t = geluTanh(x)
  let inner = (2 / Double.pi).squareRoot() * (1 + 3 * 0.044715 * x * x)
  return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * inner
}
