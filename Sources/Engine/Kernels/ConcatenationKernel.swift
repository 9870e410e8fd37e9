internal import CKernels
package import Graphs

/// Joins tensors along one axis.
package final class ConcatenationKernel: Kernel {
  private let outer: Int
  /// Contiguous elements that each input contributes to an outer element of the output.
  private let widths: [Int]
  private let width: Int

  package init(_ operation: Concatenation, inputs: [[Int]]) {
    precondition(!inputs.isEmpty, "Concatenation: expected inputs, are none")
    outer = RowMajor.count(Array(inputs[0][..<operation.axis]))
    widths = inputs.map { RowMajor.count(Array($0[operation.axis...])) }
    width = widths.reduce(0, +)
  }

  package func run(_ memory: KernelMemory) {
    if outer == 1 { return joinOne(memory) }
    Parallel.forEachRange(outer, grain: max(1, StridedRows.grain / max(1, width))) { range in
      var offset = range.lowerBound * width
      for (x, own) in zip(memory.inputs, widths) {
        ck_copy(
          x + range.lowerBound * own, own, 1, memory.outputs[0] + offset, width, 1, range.count, own)
        offset += own
      }
    }
  }

  private func joinOne(_ memory: KernelMemory) {
    var y = memory.outputs[0]
    for (x, own) in zip(memory.inputs, widths) {
      Parallel.forEachRange(own, grain: StridedRows.grain) { range in
        y.advanced(by: range.lowerBound).update(from: x + range.lowerBound, count: range.count)
      }
      y += own
    }
  }
}
