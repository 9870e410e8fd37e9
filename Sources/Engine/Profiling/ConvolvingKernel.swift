/// A kernel that runs one convolution, in whatever way.
protocol ConvolvingKernel: Kernel {
  /// The convolution that it stands for.
  var geometry: ConvolutionGeometry { get }
  /// Bytes of weights that the kernel has packed for itself; 0 where they are an input.
  var packedByteCount: Int { get }
}

extension ConvolvingKernel {
  var packedByteCount: Int { geometry.weightCount * 4 }

  /// The products of the definition, with however many the kernel does.
  var work: KernelWork {
    KernelWork(operations: 2 * geometry.multiplicationCount, packedBytes: packedByteCount, detail: geometry.summary)
  }
}

extension ConvolutionKernel: ConvolvingKernel {
  var geometry: ConvolutionGeometry { primitive.geometry }
  var packedByteCount: Int { geometry.weightCount * (geometry.sourceElement == .f32 ? 4 : 2) }

  var work: KernelWork {
    KernelWork(
      operations: 2 * geometry.multiplicationCount, multipliesBFloat16: geometry.sourceElement == .bf16,
      packedBytes: packedByteCount, detail: geometry.summary)
  }
}

extension WinogradKernel: ConvolvingKernel {
  /// 6 x 6 numbers for every 3 x 3 taps.
  var packedByteCount: Int { 4 * geometry.weightCount * 4 }

  var work: KernelWork {
    KernelWork(
      operations: 2 * geometry.multiplicationCount, packedBytes: packedByteCount, untouchedBytes: 4 * unreadCount,
      detail: geometry.summary)
  }
}

extension PointwiseConvolutionKernel: ConvolvingKernel {}

extension BlockTransposedConvolutionKernel: ConvolvingKernel {
  var work: KernelWork {
    KernelWork(
      operations: 2 * geometry.multiplicationCount, packedBytes: packedByteCount, untouchedBytes: 4 * otherCount,
      detail: geometry.summary)
  }
}

extension FewChannelsKernel: ConvolvingKernel {}

/// Pooling is in the time and not in the count.
extension PooledLayerKernel: ConvolvingKernel {}

extension PooledLayerGradientKernel: ConvolvingKernel {}

/// Computes in Float, whatever it reads.
extension NarrowConvolutionKernel: ConvolvingKernel {}

/// Packing the weights is in the time and not in the count.
extension VariableConvolutionKernel: ConvolvingKernel {
  var packedByteCount: Int { 0 }
}

extension ConvolutionWeightGradientKernel: ConvolvingKernel {
  var packedByteCount: Int { 0 }
}
