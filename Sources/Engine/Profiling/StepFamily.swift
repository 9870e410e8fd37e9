/// What kind of layer a step belongs to.
public enum StepFamily: String, Sendable, Codable, CaseIterable {
  case convolution
  case convolutionInputGradient = "convolution input gradient"
  /// The gradient in at most four channels: that of a network's first layer.
  case firstLayerGradient = "first-layer gradient"
  case convolutionWeightGradient = "convolution weight gradient"
  case matrixProduct = "matrix product"
  case recurrent
  case pooling
  case pointwise = "normalisation, activation"
  /// Concatenation, cropping, padding, resizing, another layout, another element.
  case arrangement = "copies, concatenation, resize"
  case other

  /// Whether the time goes into convolutions, of whatever direction.
  public var isConvolution: Bool {
    switch self {
    case .convolution, .convolutionInputGradient, .firstLayerGradient, .convolutionWeightGradient: true
    default: false
    }
  }

  /// The most channels that a first layer reads.
  private static let firstLayerChannels = 4

  init(of kernel: any Kernel, in phase: Phase) {
    self = Self.convolving(kernel, phase) ?? Self.plain(kernel)
  }

  private static func convolving(_ kernel: any Kernel, _ phase: Phase) -> StepFamily? {
    switch kernel {
    case is ConvolutionWeightGradientKernel: .convolutionWeightGradient
    case is FoldKernel: phase == .forward ? .convolution : .firstLayerGradient
    case let kernel as any ConvolvingKernel: family(of: kernel.geometry, phase)
    default: nil
    }
  }

  private static func family(of geometry: ConvolutionGeometry, _ phase: Phase) -> StepFamily {
    if geometry.isMatrixProduct { return .matrixProduct }
    guard phase == .backward else { return .convolution }
    return geometry.destinationChannels <= firstLayerChannels ? .firstLayerGradient : .convolutionInputGradient
  }

  private static func plain(_ kernel: any Kernel) -> StepFamily {
    switch kernel {
    case is MatrixProductKernel, is PackedProductKernel: .matrixProduct
    case is RecurrentKernel, is RecurrentGradientKernel: .recurrent
    case is MaxPoolKernel, is MaxPoolGradientKernel, is AveragePoolKernel, is AveragePoolGradientKernel: .pooling
    case is CopyKernel, is TransposeKernel, is SliceKernel, is SliceGradientKernel, is ConcatenationKernel,
      is BroadcastKernel, is PadKernel, is PadGradientKernel, is GatherKernel, is GatherGradientKernel, is ResizeKernel,
      is ResizeGradientKernel, is BFloat16ConversionKernel, is BFloat16SplitKernel, is BFloat16UnfoldKernel:
      .arrangement
    default: isPointwise(kernel) ? .pointwise : .other
    }
  }

  private static func isPointwise(_ kernel: any Kernel) -> Bool {
    switch kernel {
    case is UnaryKernel, is UnaryGradientKernel, is BFloat16UnaryGradientKernel, is BinaryKernel, is BFloat16SumKernel,
      is WindowSumKernel, is SelectKernel, is ChannelAffineKernel, is NormalizationKernel,
      is NormalizationGradientKernel, is ChannelNormalizationKernel, is ChannelNormalizationGradientKernel,
      is BatchNormalizationKernel, is BatchNormalizationGradientKernel, is BatchNormalizationPoolKernel,
      is BatchNormalizationPoolGradientKernel, is SoftmaxKernel, is SoftmaxGradientKernel:
      true
    default: false
    }
  }
}

extension Program {
  /// The family of every step; a convolution whose taps are summed up by a later step belongs to that one's.
  var families: [StepFamily] {
    let folded = Set(steps.filter { $0.kernel is FoldKernel }.flatMap(\.inputs))
    return steps.map { step in
      let family = StepFamily(of: step.kernel, in: step.isRepeated ? .forward : step.phase)
      guard family == .convolutionInputGradient, step.outputs.contains(where: folded.contains) else { return family }
      return .firstLayerGradient
    }
  }
}
