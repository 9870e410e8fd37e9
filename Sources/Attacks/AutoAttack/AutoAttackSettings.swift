/// What AutoAttack runs.
public struct AutoAttackSettings: Sendable, Hashable {
  /// Which members run.
  public enum Version: String, Sendable, Hashable, Codable, CaseIterable {
    /// APGD-CE, APGD-T, FAB-T, Square.
    case standard
    /// APGD-CE and APGD-DLR with 20 draws a point: for victims that answer at random.
    case rand
  }

  /// Linf, L2 or L1.
  public var budget: Budget
  public var version: Version
  /// Steps of each gradient run; 100 is the authors'.
  public var steps: Int
  /// Queries of the square attack; 5000 is the authors'.
  public var queries: Int
  public var seed: UInt64
  /// Runs of APGD after the first of a member go side by side rather than in turn; see `Oracle.makeRuns`.
  public var together: Bool

  public init(
    budget: Budget, version: Version = .standard, steps: Int = 100, queries: Int = 5000, seed: UInt64 = 0,
    together: Bool = false
  ) {
    self.budget = budget
    self.version = version
    self.steps = steps
    self.queries = queries
    self.seed = seed
    self.together = together
  }
}
