/// How far a run is.
public struct RunProgress: Sendable, Equatable {
  /// Samples with all their records, earlier sessions of the run included.
  public var done: Int
  public var total: Int
  /// Records of the run so far, by how they ended.
  public var succeeded: Int
  public var failed: Int
  public var errors: Int
  /// Seconds in this session.
  public var elapsed: Double
  /// Samples done in this session.
  public var doneInSession: Int

  /// Successes of the attacked; nil before the first.
  public var successRate: Double? {
    succeeded + failed == 0 ? nil : Double(succeeded) / Double(succeeded + failed)
  }
  /// Nil before the first sample.
  public var samplesPerSecond: Double? {
    doneInSession == 0 || elapsed <= 0 ? nil : Double(doneInSession) / elapsed
  }
  /// Nil before the first sample.
  public var secondsLeft: Double? { samplesPerSecond.map { Double(total - done) / $0 } }
}
