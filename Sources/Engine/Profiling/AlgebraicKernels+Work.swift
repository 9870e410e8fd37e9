extension MatrixProductKernel {
  package var work: KernelWork {
    KernelWork(operations: 2 * RowMajor.count(batch) * product.rows * product.columns * product.terms)
  }
}

extension RecurrentLayer {
  /// Operations of the products of a whole sequence, with the inputs and with the states before each step.
  fileprivate var operationCount: Int { 2 * directions * steps * batch * width * (inputSize + hidden) }
}

extension RecurrentKernel {
  /// The activations are in the time and not in the count.
  package var work: KernelWork { KernelWork(operations: layer.operationCount) }
}

extension RecurrentGradientKernel {
  /// The cotangents of inputs and states take the products once more; so do the weights' gradients.
  package var work: KernelWork { KernelWork(operations: layer.operationCount * (weights == nil ? 1 : 2)) }
}

extension SliceKernel {
  package var work: KernelWork { KernelWork(readsWholeInputs: false) }
}

extension ConcatenationKernel {
  /// What lies in the output already is neither read nor written.
  package var work: KernelWork { KernelWork(untouchedBytes: 8 * ownCount, readsWholeInputs: !readsSlices) }
}

extension WindowSumKernel {
  /// That of a sum in place.
  package var work: KernelWork { KernelWork(untouchedBytes: 4 * untouchedCount) }
}

extension MaxPoolGradientKernel {
  package var work: KernelWork { KernelWork(untouchedBytes: untouchedByteCount) }
}

extension GatherKernel {
  package var work: KernelWork { KernelWork(readsWholeInputs: false) }
}
