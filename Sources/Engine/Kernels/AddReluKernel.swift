internal import CKernels

/// `max(0, a + b)`: the end of a residual block.
///
/// The output may be either input.
package final class AddReluKernel: Kernel {
  private let count: Int

  package init(count: Int) { self.count = count }

  package func run(_ memory: KernelMemory) {
    let (a, b, y) = (memory.inputs[0], memory.inputs[1], memory.outputs[0])
    Parallel.forEachRange(count, grain: StridedRows.grain) { range in
      let begin = range.lowerBound
      ck_add_relu(a + begin, b + begin, y + begin, range.count)
    }
  }
}
