/// What an attack on one sample cost, in model evaluations; the wall clock is in the record's `timing`.
public struct AttackCost: Sendable, Codable, Equatable {
  public var forwards: Int
  public var backwards: Int
  public var iterations: Int
  /// The restart, from 0, that gave the best answer.
  public var restart: Int
  /// How many restarts were begun; nil where the attack does not say.
  public var restarts: Int?

  public init(forwards: Int, backwards: Int, iterations: Int, restart: Int = 0, restarts: Int? = nil) {
    self.forwards = forwards
    self.backwards = backwards
    self.iterations = iterations
    self.restart = restart
    self.restarts = restarts
  }
}

/// Wall-clock times of one record: the only part that differs between two identical runs.
public struct RecordTiming: Sendable, Codable, Equatable {
  /// This sample's share of the time its batch took, from loading to metrics.
  public var seconds: Double

  public init(seconds: Double) { self.seconds = seconds }
}
