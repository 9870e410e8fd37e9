/// `op(a) · op(b)` over the last two axes; leading axes broadcast.
///
/// Inputs: `a [batch…, M, K]` (`[batch…, K, M]` if transposed), `b [batch…, K, N]` (`[batch…, N, K]` if transposed);
/// both of rank ≥ 2. Output `[batch…, M, N]`.
public struct MatrixProduct: Hashable, Sendable {
  public var transposesLeft: Bool
  public var transposesRight: Bool

  public init(transposesLeft: Bool = false, transposesRight: Bool = false) {
    self.transposesLeft = transposesLeft
    self.transposesRight = transposesRight
  }
}
