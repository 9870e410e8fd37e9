/// result.json of an experiment: every table and curve, computed from the victims' records alone.
public struct ExperimentResult: Sendable, Codable, Equatable {
  public var schema = RecordSchema.version
  public var state: RunSummary.State
  public var description: ExperimentDescription
  public var rows: [ExperimentRow]
  public var worstCases: [WorstCase]
  public var curves: [RobustnessCurve]
  public var corruptions: [CorruptionResult]
  /// One for each attack that was searched on other victims too.
  public var transfers: [TransferMatrix]
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
    curves: [RobustnessCurve], corruptions: [CorruptionResult] = [], transfers: [TransferMatrix] = [],
    sanity: [VictimSanity]
  ) {
    self.state = state
    self.description = description
    self.rows = rows
    self.worstCases = worstCases
    self.curves = curves
    self.corruptions = corruptions
    self.transfers = transfers
    self.sanity = sanity
  }
}

extension ExperimentResult {
  /// Results of earlier programs lack what was not counted then.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      state: try values.decode(RunSummary.State.self, forKey: .state),
      description: try values.decode(ExperimentDescription.self, forKey: .description),
      rows: try values.decode([ExperimentRow].self, forKey: .rows),
      worstCases: try values.decode([WorstCase].self, forKey: .worstCases),
      curves: try values.decode([RobustnessCurve].self, forKey: .curves),
      corruptions: try values.decodeIfPresent([CorruptionResult].self, forKey: .corruptions) ?? [],
      transfers: try values.decodeIfPresent([TransferMatrix].self, forKey: .transfers) ?? [],
      sanity: try values.decode([VictimSanity].self, forKey: .sanity))
    schema = try values.decode(Int.self, forKey: .schema)
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
  /// Wall clock of a sample's share of its batch, median over the attacked; nil where none was.
  ///
  /// The only number of a result that differs between equal experiments.
  public var medianSeconds: Double?
  /// How near its perturbations come to the shortest known, 0...1; nil where nothing was found, or no norm measures.
  ///
  /// docs/experiment.md has the formula.
  public var optimality: Double?

  public init(
    victim: String, attack: ExperimentAttack, cleanAccuracy: Proportion, robustAccuracy: Proportion,
    success: Proportion, sizes: SizeQuartiles, cost: CostQuartiles, auditFailures: Int, errors: Int
  ) {
    self.victim = victim
    self.attack = attack
    self.cleanAccuracy = cleanAccuracy
    self.robustAccuracy = robustAccuracy
    self.success = success
    self.sizes = sizes
    self.cost = cost
    self.auditFailures = auditFailures
    self.errors = errors
  }
}

/// Robust accuracy against size, worst case over all attacks: a sample is broken from its smallest known success on.
public struct RobustnessCurve: Sendable, Codable, Equatable {
  public struct Point: Sendable, Codable, Equatable {
    public var size: Double
    public var robustAccuracy: Proportion
  }

  public var victim: String
  public var norm: String
  /// As in `WorstCase`.
  public var region: String
  public var points: [Point]
}
