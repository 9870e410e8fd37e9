/// One step from stored values to model input.
///
/// `sample` is a recording after framing, an `image` one channel of one frame of it. What a step takes from the sample at
/// hand, or from all frames before, makes the stored values that belong to an input depend on that sample; see
/// ``ValueTransform/roundingObstacle``.
public enum ValueStep: Equatable, Sendable {
  /// log(1 + v), divided by log(1 + scale) if a scale is given, so that 0...scale becomes 0...1.
  case log1p(scale: Float?)
  case scale(by: Float)
  case offset(by: Float)
  /// 20 log10(max(v, floor)).
  case decibels(floor: Float)
  /// Divides each image by its largest absolute value; an image of zeros stays.
  case perFrameMaximum
  /// Divides the sample by its largest absolute value; a sample of zeros stays.
  case perSampleMaximum
  /// (v − mean) / deviation over the sample, which is only divided if it is not constant.
  case perSampleStandardize
  /// (v − lowest) / (highest − lowest) over the sample, which is only divided if it is not constant.
  case perSampleMinMax
  /// Divides by the largest absolute value of the training recordings: one number for all channels or one for each; none
  /// before it is fitted.
  case perSetMaximum([Float])
  /// (v − mean) / deviation of the training recordings: one pair for all channels or one for each; none before it is
  /// fitted.
  case standardize(means: [Float], deviations: [Float])
  /// v − b with b the mean of the channel's first frames; with `clips`, max(v − b, 0).
  case background(frames: Int, clips: Bool)
  /// y_t = v_t − h_{t−1}, h_t = a v_t + (1 − a) h_{t−1}, h = 0 before the first frame, which is therefore kept.
  ///
  /// Moving target indication by an exponential average, as in Infineon's gesture chain (a = 0.8), here on the maps.
  case movingBackground(rate: Float)
  case clip(ClosedRange<Float>)
}

extension ValueStep {
  /// Whether its numbers are to come from the training recordings, and have not yet.
  public var needsFitting: Bool {
    switch self {
    case .perSetMaximum(let maxima): maxima.isEmpty
    case .standardize(let means, _): means.isEmpty
    default: false
    }
  }

  /// Whether its numbers come from the sample at hand.
  var isFittedToSamples: Bool {
    switch self {
    case .perFrameMaximum, .perSampleMaximum, .perSampleStandardize, .perSampleMinMax, .background: true
    default: false
    }
  }

  /// Whether what becomes of a value depends on other frames' too, once the step's numbers are known.
  var mixesFrames: Bool {
    switch self {
    case .background, .movingBackground: true
    default: false
    }
  }

  /// Whether stored values that give a certain input can be found again.
  var isReversible: Bool {
    if case .background(_, clips: true) = self { false } else { true }
  }
}
