internal import CKernels
package import Graphs

/// Matrix products over the last two axes with broadcast leading axes, by OpenBLAS.
///
/// How a product is cut into tasks depends on its shape alone, so that the bits do not depend on the thread count.
package final class MatrixProductKernel: Kernel {
  private let operation: MatrixProduct
  private let batch: [Int]
  private let leftStrides: [Int]
  private let rightStrides: [Int]
  private let rows: Int
  private let columns: Int
  private let terms: Int
  private let leftStride: Int
  private let rightStride: Int
  private let rowBlock: Int
  private let columnBlock: Int

  package init(_ operation: MatrixProduct, left: [Int], right: [Int]) {
    precondition(left.count >= 2 && right.count >= 2, "MatrixProduct: expected rank ≥ 2, is \(left) · \(right)")
    self.operation = operation
    let (a, b) = (Array(left.suffix(2)), Array(right.suffix(2)))
    let (leftBatch, rightBatch) = (Array(left.dropLast(2)), Array(right.dropLast(2)))
    terms = operation.transposesLeft ? a[0] : a[1]
    columns = operation.transposesRight ? b[0] : b[1]
    precondition(
      terms == (operation.transposesRight ? b[1] : b[0]), "MatrixProduct: expected equal terms, is \(left) · \(right)")
    let ownRows = operation.transposesLeft ? a[1] : a[0]
    // One right matrix for all: the batch only adds rows.
    let isFlat = RowMajor.count(rightBatch) == 1 && !operation.transposesLeft
    let common = RowMajor.broadcast(leftBatch, rightBatch)
    rows = isFlat ? RowMajor.count(leftBatch) * ownRows : ownRows
    batch = isFlat ? [] : common
    leftStrides = isFlat ? [] : RowMajor.strides(leftBatch, broadcastTo: common).map { $0 * a[0] * a[1] }
    rightStrides = isFlat ? [] : RowMajor.strides(rightBatch, broadcastTo: common).map { $0 * b[0] * b[1] }
    leftStride = a[1]
    rightStride = b[1]
    let blocks = Self.blocks(rows: rows, columns: columns, terms: terms, batch: RowMajor.count(batch))
    (rowBlock, columnBlock) = blocks
  }

  /// Cuts one product into pieces of some two million multiplications, no more than sixteen over the whole batch.
  private static func blocks(rows: Int, columns: Int, terms: Int, batch: Int) -> (rows: Int, columns: Int) {
    let work = rows.multipliedReportingOverflow(by: columns * terms).partialValue
    let pieces = min(16 / max(1, batch), work / (1 << 21))
    guard pieces > 1 else { return (max(1, rows), max(1, columns)) }
    func cut(_ extent: Int) -> Int { ((extent + pieces - 1) / pieces + 15) / 16 * 16 }
    return rows >= columns ? (cut(rows), max(1, columns)) : (max(1, rows), cut(columns))
  }

  package func run(_ memory: KernelMemory) {
    guard rows > 0, columns > 0 else { return }
    let rowBlocks = (rows + rowBlock - 1) / rowBlock
    let columnBlocks = (columns + columnBlock - 1) / columnBlock
    let tasks = rowBlocks * columnBlocks
    let grain = max(1, (1 << 19) / max(1, rowBlock * columnBlock * max(1, terms)))
    Parallel.forEachRange(RowMajor.count(batch) * tasks, grain: grain) { range in
      for task in range {
        multiply(
          memory, matrix: task / tasks, row: task % tasks / columnBlocks * rowBlock,
          column: task % columnBlocks * columnBlock)
      }
    }
  }

  private func multiply(_ memory: KernelMemory, matrix: Int, row: Int, column: Int) {
    let (leftOffset, rightOffset) = offsets(of: matrix)
    let a = memory.inputs[0] + leftOffset + row * (operation.transposesLeft ? 1 : leftStride)
    let b = memory.inputs[1] + rightOffset + column * (operation.transposesRight ? rightStride : 1)
    let y = memory.outputs[0] + (matrix * rows + row) * columns + column
    let (m, n) = (min(rowBlock, rows - row), min(columnBlock, columns - column))
    if m <= 4, !operation.transposesLeft, !operation.transposesRight {
      ck_few_rows_product(a, leftStride, b, rightStride, y, columns, m, terms, n, false)
    } else {
      SinglePrecisionProduct.multiply(
        MatrixOperand(data: a, stride: leftStride, isTransposed: operation.transposesLeft),
        MatrixOperand(data: b, stride: rightStride, isTransposed: operation.transposesRight), into: y, stride: columns,
        rows: m, columns: n, terms: terms)
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
