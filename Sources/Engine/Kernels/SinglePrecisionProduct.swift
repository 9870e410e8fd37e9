internal import COpenBLAS

/// One matrix in memory: rows are `stride` elements apart; `isTransposed` says how the product reads it.
struct MatrixOperand {
  let data: UnsafePointer<Float>
  let stride: Int
  var isTransposed = false
}

/// Matrix products by OpenBLAS on the calling thread: kernels share their loops between threads themselves.
enum SinglePrecisionProduct {
  /// `y [m, n] = a [m, k] · b [k, n]`, plus `y` if `accumulates`.
  static func multiply(
    _ a: MatrixOperand, _ b: MatrixOperand, into y: UnsafeMutablePointer<Float>, stride: Int, rows m: Int,
    columns n: Int, terms k: Int, accumulates: Bool = false
  ) {
    guard m > 0, n > 0 else { return }
    _ = singleThreaded
    cblas_sgemm(
      CblasRowMajor, a.isTransposed ? CblasTrans : CblasNoTrans, b.isTransposed ? CblasTrans : CblasNoTrans,
      blasint(m), blasint(n), blasint(k), 1, a.data, blasint(max(1, a.stride)), b.data, blasint(max(1, b.stride)),
      accumulates ? 1 : 0, y, blasint(max(1, stride)))
  }

  private static let singleThreaded: Void = openblas_set_num_threads(1)
}
