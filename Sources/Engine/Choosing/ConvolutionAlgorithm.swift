internal import CKernels
internal import Tensors

/// How the sums of a convolution are formed.
package enum ConvolutionAlgorithm: String, Sendable, CaseIterable {
  /// Every product of the definition, by oneDNN.
  case direct
  /// `WinogradKernel`.
  case winograd
  /// Every product of the definition, of one tap: `PointwiseConvolutionKernel`.
  case pointwise = "product"
}

/// Who decides which algorithm a layer runs on.
package enum AlgorithmChoice: Sendable, Hashable {
  /// What was faster when it was tried on this machine; see `AlgorithmChoices`.
  case measured
  /// This one wherever it fits.
  case always(ConvolutionAlgorithm)
}

extension ConvolutionAlgorithm {
  /// Whether a layer can be run so.
  func fits(_ geometry: ConvolutionGeometry, activation: FusedActivation?) -> Bool {
    switch self {
    case .direct: true
    case .winograd: WinogradKernel.fits(geometry, activation: activation)
    case .pointwise: PointwiseConvolutionKernel.fits(geometry, activation: activation)
    }
  }

  /// Whether the kernel can apply a gate to what it stores.
  var appliesGates: Bool { self != .direct }

  /// The kernel and what it is called; the layer must fit, and the algorithm apply gates if there is one.
  func kernel(
    _ geometry: ConvolutionGeometry, weights: Tensor, bias: Tensor?, activation: FusedActivation?,
    gate: ResultGate? = nil, name: String
  ) throws(EngineError) -> (kernel: any Kernel, label: String) {
    switch self {
    case .direct:
      let kernel = try ConvolutionKernel(geometry, weights: weights, bias: bias, activation: activation, name: name)
      return (kernel, "convolution \(kernel.implementation)")
    case .winograd:
      let kernel = WinogradKernel(geometry, weights: weights, bias: bias, activation: activation, gate: gate)
      return (kernel, "convolution winograd")
    case .pointwise:
      let kernel = PointwiseConvolutionKernel(
        geometry, weights: weights, bias: bias, activation: activation, gate: gate)
      return (kernel, "convolution product")
    }
  }
}

extension ConvolutionGeometry {
  /// The algorithms that a layer can be run with on this processor, and the one that is expected to be the fastest.
  func algorithms(activation: FusedActivation?) -> (fitting: [ConvolutionAlgorithm], expected: ConvolutionAlgorithm) {
    // Kernels of our own need fused multiply-adds.
    guard ck_winograd_suits_processor() else { return ([.direct], .direct) }
    let fitting = ConvolutionAlgorithm.allCases.filter { $0.fits(self, activation: activation) }
    return (fitting, fitting.contains(.winograd) && usuallyGainsFromWinograd ? .winograd : .direct)
  }

  /// Whether a layer that fits Winograd's form is expected to be faster in it: fewer channels leave little to multiply for
  /// what transforming costs.
  private var usuallyGainsFromWinograd: Bool { sourceChannels + destinationChannels >= 48 }
}
