/// Which moment of a sequence answers.
public enum SequenceReadout: String, Sendable, Codable, CaseIterable {
  /// The last one, after everything was seen: frames of padding at the end come between the action and the answer.
  case last
  /// The mean over all moments.
  case mean
}
