internal import CKernels
internal import Graphs

/// The gradient of an activation, applied to an input gradient where it is stored rather than in a pass of its own.
struct ResultGate {
  private let function: UnaryFunction

  /// Nil for functions whose derivative is not 0 or 1.
  init?(_ function: UnaryFunction) {
    switch function {
    case .relu, .clip: self.function = function
    default: return nil
    }
  }

  /// The same for the kernels of our own.
  var lanes: ck_gate {
    if case .clip(let lower, let upper) = function { return ck_gate(kind: CK_BETWEEN, alpha: lower, beta: upper) }
    return ck_gate(kind: CK_POSITIVE, alpha: 0, beta: 0)
  }
}
