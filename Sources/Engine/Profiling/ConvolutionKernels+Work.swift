extension ConvolutionKernel {
  var geometry: ConvolutionGeometry { primitive.geometry }

  var work: KernelWork {
    KernelWork(
      operations: geometry.operationCount, multipliesBFloat16: geometry.sourceElement == .bf16,
      packedBytes: geometry.packedByteCount, detail: geometry.summary)
  }
}

extension VariableConvolutionKernel {
  /// Packing the weights is in the time and not in the count.
  var work: KernelWork { KernelWork(operations: geometry.operationCount, detail: geometry.summary) }
}

extension ConvolutionWeightGradientKernel {
  var work: KernelWork { KernelWork(operations: geometry.operationCount, detail: geometry.summary) }
}

extension NarrowConvolutionKernel {
  /// Computes in Float, whatever it reads.
  var work: KernelWork { KernelWork(operations: geometry.operationCount, detail: geometry.summary) }
}
