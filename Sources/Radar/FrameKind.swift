/// What a frame of a sequence shows; attacks on the padding and scores of heat maps both depend on it.
public enum FrameKind: String, Sendable, Codable, CaseIterable {
  /// The gesture happens. All recorded frames count as this when a file does not say.
  case action
  /// Recorded, but the file says that no gesture happens.
  case idle
  /// Added to reach the model's length; nothing was recorded.
  case padding
}
