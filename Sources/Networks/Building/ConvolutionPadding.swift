/// What a convolution sees beyond the borders: zeros, this many of them.
public enum ConvolutionPadding: Sendable, Equatable {
  /// The result has the input's extents (divided by the stride); the odd zero of an even kernel comes after.
  case same
  /// None.
  case valid
  /// All of them before the first element: no result depends on what comes after it.
  case causal

  func amounts(kernel: [Int], dilations: [Int]) -> (before: [Int], after: [Int]) {
    let totals = zip(kernel, dilations).map { max(0, $1 * ($0 - 1)) }
    return switch self {
    case .same: (totals.map { $0 / 2 }, totals.map { $0 - $0 / 2 })
    case .valid: (totals.map { _ in 0 }, totals.map { _ in 0 })
    case .causal: (totals, totals.map { _ in 0 })
    }
  }
}
