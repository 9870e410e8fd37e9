/// How a recording is brought to the victims' length.
public enum PaddingMode: String, Sendable, Codable, CaseIterable {
  case zerosEnd = "zeros-end"
  case zerosBegin = "zeros-begin"
  case repeatLast = "repeat-last"
  case meanFrame = "mean-frame"
}

/// One point of a padding curve: an untargeted attack that may change padding frames alone.
public struct PaddingPoint: Sendable, Codable, Equatable {
  public var victim: String
  public var mode: PaddingMode
  /// The share of frames that was to be padding, 0...1; recordings shorter than the rest have more.
  public var wantedShare: Double
  /// The share of padding frames that the recordings had, mean over them.
  public var meanShare: Double
  public var norm: String
  /// The budget, in the victim's input units.
  public var size: Double
  /// Of all recordings, padded like this, before the attack.
  public var cleanAccuracy: Proportion
  /// Of the rightly classified recordings that have padding; rate null where none has.
  public var measure: StudyMeasure
  /// The victim's answer is right before and after, of all recordings; recordings without padding cannot be attacked.
  public var robustAccuracy: Proportion

  public init(
    victim: String, mode: PaddingMode, wantedShare: Double, meanShare: Double, norm: String, size: Double,
    cleanAccuracy: Proportion, measure: StudyMeasure, robustAccuracy: Proportion
  ) {
    self.victim = victim
    self.mode = mode
    self.wantedShare = wantedShare
    self.meanShare = meanShare
    self.norm = norm
    self.size = size
    self.cleanAccuracy = cleanAccuracy
    self.measure = measure
    self.robustAccuracy = robustAccuracy
  }
}
