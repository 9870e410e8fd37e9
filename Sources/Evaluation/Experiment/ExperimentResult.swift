/// result.json of an experiment: every table and curve, computed from the victims' records alone.
public struct ExperimentResult: Sendable, Codable, Equatable {
  public var schema = RecordSchema.version
  public var state: RunSummary.State
  public var description: ExperimentDescription
  public var rows: [ExperimentRow]
  public var worstCases: [WorstCase]
  public var curves: [RobustnessCurve]
  public var sanity: [VictimSanity]

  /// The automatic checks of one victim's run.
  public struct VictimSanity: Sendable, Codable, Equatable {
    public var victim: String
    public var checks: [SanityCheck]

    public init(victim: String, checks: [SanityCheck]) {
      self.victim = victim
      self.checks = checks
    }
  }

  public init(
    state: RunSummary.State, description: ExperimentDescription, rows: [ExperimentRow], worstCases: [WorstCase],
    curves: [RobustnessCurve], sanity: [VictimSanity]
  ) {
    self.state = state
    self.description = description
    self.rows = rows
    self.worstCases = worstCases
    self.curves = curves
    self.sanity = sanity
  }
}

/// One attack on one victim.
public struct ExperimentRow: Sendable, Codable, Equatable {
  public var victim: String
  public var attack: ExperimentAttack
  public var cleanAccuracy: Proportion
  public var robustAccuracy: Proportion
  /// Of the samples that were attacked.
  public var success: Proportion
  /// Over the successes.
  public var sizes: SizeQuartiles
  public var cost: CostQuartiles
  public var auditFailures: Int
  public var errors: Int
}

/// What is left of a victim when each sample meets the attack that is worst for it.
public struct WorstCase: Sendable, Codable, Equatable {
  /// One attack's part in it.
  public struct Part: Sendable, Codable, Equatable {
    public var label: String
    /// Samples that it broke, and those that nothing else broke.
    public var broken: Int
    public var aloneBroken: Int
  }

  public var victim: String
  public var norm: String
  /// Attacks of a fixed size up to this one, and smallest perturbations that are no longer.
  public var size: Double
  public var region: String
  public var goal: String
  public var robustAccuracy: Proportion
  public var parts: [Part]
}

/// Robust accuracy against size, worst case over all attacks: a sample is broken from its smallest known success on.
public struct RobustnessCurve: Sendable, Codable, Equatable {
  public struct Point: Sendable, Codable, Equatable {
    public var size: Double
    public var robustAccuracy: Proportion
  }

  public var victim: String
  public var norm: String
  public var region: String
  public var points: [Point]
}
