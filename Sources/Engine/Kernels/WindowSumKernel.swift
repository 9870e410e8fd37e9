internal import CKernels

/// `y = a`, and `y += b` inside a window.
///
/// Inputs (a, the buffer in which b lies). The output may be `a`: then only the window is touched.
package final class WindowSumKernel: Kernel {
  private let nest: StridedRows
  private let count: Int
  /// Where the window begins in `y`, and what is added in its buffer.
  private let start: Int
  private let offset: Int
  private let coversAll: Bool
  /// Floats of the buffers that are left alone where the output is `a`.
  let untouchedCount: Int

  package init(_ addend: WindowAddend, shape: [Int]) {
    let (strides, start) = addend.window.walk(through: shape)
    nest = StridedRows(extents: addend.extents, strides: [strides, addend.strides])
    count = RowMajor.count(shape)
    self.start = start
    offset = addend.offset
    coversAll = addend.covers(shape)
    untouchedCount = 2 * (count - RowMajor.count(addend.extents)) + addend.otherCount
  }

  package func run(_ memory: KernelMemory) {
    let (a, b, y) = (memory.inputs[0], memory.inputs[1], memory.outputs[0])
    if !coversAll, a != UnsafePointer(y) { Parallel.copy(a, to: y, count: count) }
    let (row, column) = (nest.rowStrides, nest.columnStrides)
    nest.forEachBlock { block in
      let at = start + block.offsets[0]
      ck_add_strided(
        a + at, y + at, row[0], column[0], b + offset + block.offsets[1], row[1], column[1], block.rows, block.columns)
    }
  }
}
