internal import CKernels
package import Graphs

/// `dx = dy · f′`.
///
/// Inputs: (argument or result, dy). The output may be either input.
package final class UnaryGradientKernel: Kernel {
  private let function: UnaryFunction
  private let count: Int

  package init(_ function: UnaryFunction, count: Int) {
    self.function = function
    self.count = count
  }

  package func run(_ memory: KernelMemory) {
    let (known, dy, dx) = (memory.inputs[0], memory.inputs[1], memory.outputs[0])
    let loop = function.loop
    Parallel.forEachRange(count, grain: StridedRows.grain) { range in
      let begin = range.lowerBound
      ck_unary_gradient(loop.function, loop.a, loop.b, known + begin, dy + begin, dx + begin, range.count)
    }
  }
}
