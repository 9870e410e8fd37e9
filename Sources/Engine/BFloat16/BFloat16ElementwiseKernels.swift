internal import CKernels
package import Graphs

/// `dx = dy · f′` in bf16, for the activations that a convolution takes in.
///
/// Inputs: (result, dy). The output may be either input.
package final class BFloat16UnaryGradientKernel: Kernel {
  private let function: UnaryFunction
  private let count: Int

  /// Nil for other functions.
  package init?(_ function: UnaryFunction, count: Int) {
    guard Self.supports(function) else { return nil }
    self.function = function
    self.count = count
  }

  static func supports(_ function: UnaryFunction) -> Bool {
    switch function {
    case .relu, .leakyRelu, .clip: true
    default: false
    }
  }

  package func run(_ memory: KernelMemory) {
    let (known, dy, dx) = (memory.inputs[0].bfloat16, memory.inputs[1].bfloat16, memory.outputs[0].bfloat16)
    let loop = function.loop
    Parallel.forEachRange(count, grain: StridedRows.grain) { range in
      let begin = range.lowerBound
      ck_bfloat16_unary_gradient(loop.function, loop.a, loop.b, known + begin, dy + begin, dx + begin, range.count)
    }
  }
}

/// The sum of two tensors of one shape in bf16; the output may be either.
package final class BFloat16SumKernel: Kernel {
  private let count: Int

  package init(count: Int) { self.count = count }

  package func run(_ memory: KernelMemory) {
    let (a, b, y) = (memory.inputs[0].bfloat16, memory.inputs[1].bfloat16, memory.outputs[0].bfloat16)
    Parallel.forEachRange(count, grain: StridedRows.grain) { range in
      let begin = range.lowerBound
      ck_bfloat16_add(a + begin, b + begin, y + begin, range.count)
    }
  }
}
