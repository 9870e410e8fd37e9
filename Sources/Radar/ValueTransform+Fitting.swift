extension ValueTransform {
  /// Whether a step takes its numbers from the recording at hand, so that the transform differs from one to the next.
  public var isFittedToSamples: Bool { steps.contains { $0 == .perFrameMaximum || $0 == .perSampleMaximum } }
}
