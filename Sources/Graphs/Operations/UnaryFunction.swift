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
  case floor, ceil
  /// To the nearest integer, halves to the even one.
  case round

  /// What the derivative is a function of.
  public enum DerivativeArgument: Sendable { case argument, result }

  /// Whether the derivative is zero wherever it exists.
  public var isPiecewiseConstant: Bool {
    switch self {
    case .sign, .floor, .ceil, .round: true
    default: false
    }
  }

  /// Whether the sign of a result tells on which side of the kink its argument was, where the derivative asks for it.
  var hasReadableKink: Bool {
    switch self {
    case .elu(let alpha): alpha >= 0
    case .selu(let alpha, let gamma): alpha >= 0 && gamma > 0
    default: true
    }
  }

  public var derivativeArgument: DerivativeArgument {
    switch self {
    case .relu, .elu, .selu, .sigmoid, .tanh, .clip, .exp, .sqrt, .reciprocal, .hardSigmoid: .result
    case .leakyRelu(let slope): slope >= 0 ? .result : .argument
    default: .argument
    }
  }
}
