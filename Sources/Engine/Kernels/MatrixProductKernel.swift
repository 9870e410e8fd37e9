package import Graphs

/// Matrix products over the last two axes with broadcast leading axes, by OpenBLAS.
///
/// How a product is cut into tasks depends on its shape alone, so that the bits do not depend on the thread count.
package final class MatrixProductKernel: Kernel {
  private let operation: MatrixProduct
  let product: SinglePrecisionProduct
  let batch: [Int]
  private let leftStrides: [Int]
  private let rightStrides: [Int]
  private let leftStride: Int
  private let rightStride: Int

  package init(_ operation: MatrixProduct, left: [Int], right: [Int]) {
    precondition(left.count >= 2 && right.count >= 2, "MatrixProduct: expected rank ≥ 2, is \(left) · \(right)")
    self.operation = operation
    let (a, b) = (Array(left.suffix(2)), Array(right.suffix(2)))
    let (leftBatch, rightBatch) = (Array(left.dropLast(2)), Array(right.dropLast(2)))
    let (rows, terms) = operation.transposesLeft ? (a[1], a[0]) : (a[0], a[1])
    let (ownTerms, columns) = operation.transposesRight ? (b[1], b[0]) : (b[0], b[1])
    precondition(terms == ownTerms, "MatrixProduct: expected equal terms, is \(left) · \(right)")
    // One right matrix for all: the batch only adds rows.
    let isFlat = RowMajor.count(rightBatch) == 1 && !operation.transposesLeft
    let common = RowMajor.broadcast(leftBatch, rightBatch)
    product = SinglePrecisionProduct(
      rows: isFlat ? RowMajor.count(leftBatch) * rows : rows, columns: columns, terms: terms)
    batch = isFlat ? [] : common
    leftStrides = isFlat ? [] : RowMajor.strides(leftBatch, broadcastTo: common).map { $0 * a[0] * a[1] }
    rightStrides = isFlat ? [] : RowMajor.strides(rightBatch, broadcastTo: common).map { $0 * b[0] * b[1] }
    leftStride = a[1]
    rightStride = b[1]
  }

  package func run(_ memory: KernelMemory) {
    let matrices = RowMajor.count(batch)
    guard product.rows > 0, product.columns > 0, matrices > 0 else { return }
    let pieces = product.pieces(atMost: (16 + matrices - 1) / matrices)
    let work = product.rows * product.columns * max(1, product.terms) / pieces.count
    Parallel.forEachRange(matrices * pieces.count, grain: max(1, (1 << 19) / max(1, work))) { range in
      for task in range {
        let (matrix, piece) = task.quotientAndRemainder(dividingBy: pieces.count)
        let (left, right) = offsets(of: matrix)
        pieces.multiply(
          piece,
          MatrixOperand(data: memory.inputs[0] + left, stride: leftStride, isTransposed: operation.transposesLeft),
          MatrixOperand(data: memory.inputs[1] + right, stride: rightStride, isTransposed: operation.transposesRight),
          into: memory.outputs[0] + matrix * product.rows * product.columns, stride: product.columns)
      }
    }
  }

  private func offsets(of index: Int) -> (left: Int, right: Int) {
    var rest = index
    var (left, right) = (0, 0)
    for axis in batch.indices.reversed() {
      let (quotient, position) = rest.quotientAndRemainder(dividingBy: batch[axis])
      left += position * leftStrides[axis]
      right += position * rightStrides[axis]
      rest = quotient
    }
    return (left, right)
  }
}
