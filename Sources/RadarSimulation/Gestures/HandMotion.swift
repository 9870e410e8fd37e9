/// How hands move in one recording.
protocol HandMotion: Sendable {
  /// The hands in view at `time` (seconds from the beginning); always as many, tremor not included.
  func poses(at time: Double) -> [HandPose]
}
