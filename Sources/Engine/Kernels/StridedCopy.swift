internal import CKernels

/// Copies elements from one strided arrangement to another of the same extents.
struct StridedCopy {
  private let nest: StridedRows
  private let inputOffset: Int
  private let outputOffset: Int

  init(extents: [Int], input: [Int], inputOffset: Int = 0, output: [Int], outputOffset: Int = 0) {
    nest = StridedRows(extents: extents, strides: [input, output])
    self.inputOffset = inputOffset
    self.outputOffset = outputOffset
  }

  func callAsFunction(from x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>) {
    let (row, column) = (nest.rowStrides, nest.columnStrides)
    nest.forEachBlock { block in
      ck_copy(
        x + inputOffset + block.offsets[0], row[0], column[0], y + outputOffset + block.offsets[1], row[1], column[1],
        block.rows, block.columns)
    }
  }
}
