internal import CKernels
package import Graphs

/// An elementwise function of two tensors with NumPy broadcasting.
///
/// The output may be an input that has the output's shape.
package final class BinaryKernel: Kernel {
  private let function: ck_binary_function
  private let nest: StridedRows

  package init(_ operation: Binary, left: [Int], right: [Int]) {
    let output = RowMajor.broadcast(left, right)
    function = operation.function.loop
    nest = StridedRows(
      extents: output,
      strides: [
        RowMajor.strides(left, broadcastTo: output), RowMajor.strides(right, broadcastTo: output),
        RowMajor.strides(output),
      ])
  }

  package func run(_ memory: KernelMemory) {
    let (left, right, y) = (memory.inputs[0], memory.inputs[1], memory.outputs[0])
    let (row, column) = (nest.rowStrides, nest.columnStrides)
    nest.forEachBlock { block in
      ck_binary(
        function, ck_operand(data: left + block.offsets[0], row: row[0], column: column[0]),
        ck_operand(data: right + block.offsets[1], row: row[1], column: column[1]), y + block.offsets[2], block.rows,
        block.columns)
    }
  }
}

extension BinaryFunction {
  fileprivate var loop: ck_binary_function {
    switch self {
    case .add: CK_ADD
    case .subtract: CK_SUBTRACT
    case .multiply: CK_MULTIPLY
    case .divide: CK_DIVIDE
    case .power: CK_POWER
    case .minimum: CK_MINIMUM
    case .maximum: CK_MAXIMUM
    case .equal: CK_EQUAL
    case .less: CK_LESS
    case .lessOrEqual: CK_LESS_OR_EQUAL
    case .greater: CK_GREATER
    case .greaterOrEqual: CK_GREATER_OR_EQUAL
    }
  }
}
