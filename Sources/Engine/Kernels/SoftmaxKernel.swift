internal import CKernels
package import Graphs

/// Softmax or its logarithm along any axis; the largest argument is subtracted first.
///
/// The output may be the input.
package final class SoftmaxKernel: Kernel {
  private let loop: SoftmaxLoop

  package init(_ operation: Softmax, input: [Int]) {
    loop = SoftmaxLoop(axis: operation.axis, shape: input, isLogarithm: false)
  }

  package init(_ operation: LogSoftmax, input: [Int]) {
    loop = SoftmaxLoop(axis: operation.axis, shape: input, isLogarithm: true)
  }

  package func run(_ memory: KernelMemory) {
    let (x, y, loop) = (memory.inputs[0], memory.outputs[0], loop)
    loop.forEachRange { range in
      ck_softmax(x, y, loop.axis, loop.inner, loop.isLogarithm, range.lowerBound, range.upperBound)
    }
  }
}

/// The gradient of softmax or its logarithm.
///
/// Inputs (y, dy); the output may be either input.
package final class SoftmaxGradientKernel: Kernel {
  private let loop: SoftmaxLoop

  package init(_ operation: SoftmaxGradient, input: [Int]) {
    loop = SoftmaxLoop(axis: operation.axis, shape: input, isLogarithm: false)
  }

  package init(_ operation: LogSoftmaxGradient, input: [Int]) {
    loop = SoftmaxLoop(axis: operation.axis, shape: input, isLogarithm: true)
  }

  package func run(_ memory: KernelMemory) {
    let (y, dy, dx, loop) = (memory.inputs[0], memory.inputs[1], memory.outputs[0], loop)
    loop.forEachRange { range in
      ck_softmax_gradient(y, dy, dx, loop.axis, loop.inner, loop.isLogarithm, range.lowerBound, range.upperBound)
    }
  }
}

/// A tensor seen as `[outer, axis, inner]`.
private struct SoftmaxLoop {
  let outer: Int
  let axis: Int
  let inner: Int
  let isLogarithm: Bool

  init(axis: Int, shape: [Int], isLogarithm: Bool) {
    precondition(shape.indices.contains(axis), "Softmax: expected an axis of \(shape), is \(axis)")
    outer = RowMajor.count(Array(shape[..<axis]))
    self.axis = shape[axis]
    inner = RowMajor.count(Array(shape[(axis + 1)...]))
    self.isLogarithm = isLogarithm
  }

  func forEachRange(_ body: (Range<Int>) -> Void) {
    guard axis > 0 else { return }
    let work = axis * min(inner, 64)
    // Multiples of 16: short rows are taken sixteen together.
    let grain = max(1, StridedRows.grain / 4 / max(1, work) / 16) * 16
    Parallel.forEachRange(outer * ck_softmax_units(axis, inner), grain: inner == 1 ? grain : max(1, grain / 16), body)
  }
}
