internal import CKernels
internal import COpenBLAS

/// One matrix in memory: rows are `stride` elements apart; `isTransposed` says how the product reads it.
struct MatrixOperand {
  let data: UnsafePointer<Float>
  let stride: Int
  var isTransposed = false

  /// The distance between neighbours down a column of the matrix as the product reads it, and along a row.
  fileprivate var down: Int { isTransposed ? 1 : stride }
  fileprivate var along: Int { isTransposed ? stride : 1 }
}

/// A matrix product `y [m, n] = a [m, k] · b [k, n]`, plus `y` if `accumulates`, by OpenBLAS.
struct SinglePrecisionProduct {
  let rows: Int
  let columns: Int
  let terms: Int
  var accumulates = false

  /// Computes the product on the calling thread.
  func multiply(_ a: MatrixOperand, _ b: MatrixOperand, into y: UnsafeMutablePointer<Float>, stride: Int) {
    multiply(rows: 0..<rows, columns: 0..<columns, a, b, into: y, stride: stride)
  }

  /// Computes the product on several threads, cut in pieces that depend on its shape alone.
  func multiplyInParallel(_ a: MatrixOperand, _ b: MatrixOperand, into y: UnsafeMutablePointer<Float>, stride: Int) {
    let pieces = pieces(atMost: 16)
    Parallel.forEachRange(pieces.count, grain: 1) { range in
      for index in range { pieces.multiply(index, a, b, into: y, stride: stride) }
    }
  }

  /// Cuts the product into pieces of some two million multiplications.
  func pieces(atMost limit: Int) -> Pieces {
    let wanted = max(1, min(limit, rows * columns * max(1, terms) / (1 << 21)))
    func cut(_ extent: Int) -> Int { max(1, ((extent + wanted - 1) / wanted + 15) / 16 * 16) }
    return rows >= columns
      ? Pieces(product: self, rowBlock: cut(rows), columnBlock: max(1, columns))
      : Pieces(product: self, rowBlock: max(1, rows), columnBlock: cut(columns))
  }

  struct Pieces {
    fileprivate let product: SinglePrecisionProduct
    fileprivate let rowBlock: Int
    fileprivate let columnBlock: Int

    private var columnBlocks: Int { (product.columns + columnBlock - 1) / columnBlock }
    var count: Int { (product.rows + rowBlock - 1) / rowBlock * columnBlocks }

    func multiply(
      _ index: Int, _ a: MatrixOperand, _ b: MatrixOperand, into y: UnsafeMutablePointer<Float>, stride: Int
    ) {
      let row = index / columnBlocks * rowBlock
      let column = index % columnBlocks * columnBlock
      product.multiply(
        rows: row..<min(row + rowBlock, product.rows), columns: column..<min(column + columnBlock, product.columns), a,
        b, into: y, stride: stride)
    }
  }

  private func multiply(
    rows: Range<Int>, columns: Range<Int>, _ a: MatrixOperand, _ b: MatrixOperand,
    into y: UnsafeMutablePointer<Float>, stride: Int
  ) {
    guard !rows.isEmpty, !columns.isEmpty else { return }
    _ = Self.singleThreaded
    let (x, w) = (a.data + rows.lowerBound * a.down, b.data + columns.lowerBound * b.along)
    let result = y + rows.lowerBound * stride + columns.lowerBound
    let beta: Float = accumulates ? 1 : 0
    if rows.count == 1, terms > 0 {
      // yᵀ = bᵀ · aᵀ: a matrix and a vector, which needs no packing.
      let (m, n) = b.isTransposed ? (columns.count, terms) : (terms, columns.count)
      cblas_sgemv(
        CblasRowMajor, b.isTransposed ? CblasNoTrans : CblasTrans, blasint(m), blasint(n), 1, w, blasint(b.stride), x,
        blasint(a.along), beta, result, 1)
    } else {
      cblas_sgemm(
        CblasRowMajor, a.isTransposed ? CblasTrans : CblasNoTrans, b.isTransposed ? CblasTrans : CblasNoTrans,
        blasint(rows.count), blasint(columns.count), blasint(terms), 1, x, blasint(max(1, a.stride)), w,
        blasint(max(1, b.stride)), beta, result, blasint(max(1, stride)))
    }
  }

  /// Kernels share their loops between threads themselves.
  private static let singleThreaded: Void = openblas_set_num_threads(1)
}
