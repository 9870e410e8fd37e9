internal import CKernels
package import Graphs

/// An elementwise function of one tensor.
///
/// The output may be the input.
package final class UnaryKernel: Kernel {
  private let function: UnaryFunction
  private let count: Int

  package init(_ function: UnaryFunction, count: Int) {
    self.function = function
    self.count = count
  }

  package func run(_ memory: KernelMemory) {
    let (x, y) = (memory.inputs[0], memory.outputs[0])
    let loop = function.loop
    Parallel.forEachRange(count, grain: StridedRows.grain) { range in
      ck_unary(loop.function, loop.a, loop.b, x + range.lowerBound, y + range.lowerBound, range.count)
    }
  }
}
