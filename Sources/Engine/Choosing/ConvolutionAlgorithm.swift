/// How the sums of a convolution are formed.
package enum ConvolutionAlgorithm: String, Sendable, CaseIterable {
  /// Every product of the definition, by oneDNN.
  case direct
  /// `WinogradKernel`.
  case winograd
}

/// Who decides which algorithm a layer runs on.
package enum AlgorithmChoice: Sendable, Hashable {
  /// What was faster when it was tried on this machine; see `AlgorithmChoices`.
  case measured
  /// This one wherever it fits.
  case always(ConvolutionAlgorithm)
}
