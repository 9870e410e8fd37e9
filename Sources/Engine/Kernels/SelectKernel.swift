internal import CKernels

/// `condition ≠ 0 ? a : b` with NumPy broadcasting.
///
/// The output may be an input that has the output's shape.
package final class SelectKernel: Kernel {
  private let nest: StridedRows

  package init(condition: [Int], a: [Int], b: [Int]) {
    let output = RowMajor.broadcast(condition, RowMajor.broadcast(a, b))
    let operands = [condition, a, b].map { RowMajor.strides($0, broadcastTo: output) }
    nest = StridedRows(extents: output, strides: operands + [RowMajor.strides(output)])
  }

  package func run(_ memory: KernelMemory) {
    let (inputs, y) = (memory.inputs, memory.outputs[0])
    let nest = nest
    nest.forEachBlock { block in
      func operand(_ k: Int) -> ck_operand {
        ck_operand(data: inputs[k] + block.offsets[k], row: nest.rowStrides[k], column: nest.columnStrides[k])
      }
      ck_select(operand(0), operand(1), operand(2), y + block.offsets[3], block.rows, block.columns)
    }
  }
}
