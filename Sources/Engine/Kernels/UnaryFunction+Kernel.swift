internal import CKernels
internal import Graphs

extension UnaryFunction {
  /// The C loop that computes the function, and its two parameters.
  var loop: (function: ck_unary_function, a: Float, b: Float) {
    switch self {
    case .leakyRelu(let slope): (CK_LEAKY_RELU, slope, 0)
    case .elu(let alpha): (CK_ELU, alpha, 0)
    case .selu(let alpha, let gamma): (CK_SELU, alpha, gamma)
    case .hardSigmoid(let alpha, let beta): (CK_HARD_SIGMOID, alpha, beta)
    case .gelu(let approximate): (approximate ? CK_GELU_TANH : CK_GELU, 0, 0)
    case .clip(let lower, let upper): (CK_CLIP, lower, upper)
    default: (parameterless, 0, 0)
    }
  }

  private var parameterless: ck_unary_function {
    switch self {
    case .sigmoid: CK_SIGMOID
    case .hardSwish: CK_HARD_SWISH
    case .tanh: CK_TANH
    case .softplus: CK_SOFTPLUS
    case .erf: CK_ERF
    case .exp: CK_EXP
    case .log: CK_LOG
    case .sqrt: CK_SQRT
    case .abs: CK_ABSOLUTE
    case .negate: CK_NEGATE
    case .reciprocal: CK_RECIPROCAL
    case .sign: CK_SIGN
    case .floor: CK_FLOOR
    case .ceil: CK_CEIL
    case .round: CK_ROUND
    default: CK_RELU
    }
  }
}
