internal import CKernels

/// `(x − mean) / √(variance + epsilon)` of contiguous rows: layer normalisation and, channels first, instance and group
/// normalisation.
///
/// The output may be the input.
package final class NormalizationKernel: Kernel {
  private let outer: Int
  private let inner: Int
  private let epsilon: Float

  package init(outer: Int, inner: Int, epsilon: Float) {
    self.outer = outer
    self.inner = inner
    self.epsilon = epsilon
  }

  package func run(_ memory: KernelMemory) {
    let (x, y) = (memory.inputs[0], memory.outputs[0])
    Parallel.forEachRange(outer, grain: max(1, StridedRows.grain / max(1, inner))) { range in
      ck_normalize_rows(x, y, inner, epsilon, range.lowerBound, range.upperBound)
    }
  }
}

/// The gradient of the normalisation of contiguous rows.
///
/// Inputs (x, dy); the output may be either input.
package final class NormalizationGradientKernel: Kernel {
  private let outer: Int
  private let inner: Int
  private let epsilon: Float

  package init(outer: Int, inner: Int, epsilon: Float) {
    self.outer = outer
    self.inner = inner
    self.epsilon = epsilon
  }

  package func run(_ memory: KernelMemory) {
    let (x, dy, dx) = (memory.inputs[0], memory.inputs[1], memory.outputs[0])
    Parallel.forEachRange(outer, grain: max(1, StridedRows.grain / max(1, inner))) { range in
      ck_normalize_rows_gradient(x, dy, dx, inner, epsilon, range.lowerBound, range.upperBound)
    }
  }
}
