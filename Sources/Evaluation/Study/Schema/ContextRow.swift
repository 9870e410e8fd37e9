/// Which frames an attack of the context experiment may change.
public enum ContextRegion: String, Sendable, Codable, CaseIterable {
  /// Recordings cropped to the action and padded: the padding frames.
  case paddingAfterCrop = "padding-after-crop"
  /// Recordings as they are: frames recorded before and after the action.
  case idleFrames = "idle-frames"
  /// Recordings as they are: idle frames and padding.
  case everythingButAction = "everything-but-action"
  /// Recordings as they are: the action alone.
  case actionFrames = "action-frames"
  /// Recordings as they are: every frame, for comparison.
  case allFrames = "all-frames"
}

/// One line of the context experiment: an untargeted attack that leaves the action alone, or nothing but it.
public struct ContextRow: Sendable, Codable, Equatable {
  public var victim: String
  public var region: ContextRegion
  public var norm: String
  public var size: Double
  /// Of all recordings in this framing, before the attack.
  public var cleanAccuracy: Proportion
  /// The share of frames in the region, mean over the attacked recordings; null where none was attacked.
  @FiniteOrNull public var frameShare: Double
  /// Of the rightly classified recordings that have such frames.
  public var measure: StudyMeasure

  public init(
    victim: String, region: ContextRegion, norm: String, size: Double, cleanAccuracy: Proportion, frameShare: Double,
    measure: StudyMeasure
  ) {
    self.victim = victim
    self.region = region
    self.norm = norm
    self.size = size
    self.cleanAccuracy = cleanAccuracy
    self.frameShare = frameShare
    self.measure = measure
  }
}
