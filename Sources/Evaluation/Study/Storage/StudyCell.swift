/// One line of cells.jsonl: what one finished cell gave; the one field that is not nil says which experiment it is of.
public struct StudyCell: Sendable, Codable, Equatable {
  public var schema = StudySchema.version
  public var id: String
  public var experiment: StudyExperiment
  public var seconds = 0.0
  public var accuracy: StudyVictim?
  public var transfer: CraftedExamples?
  public var padding: PaddingPoint?
  public var context: ContextRow?
  public var importance: ImportanceRow?
  public var defence: DefenceRow?
  public var plausible: PlausibleRow?
  public var examples: [StudyExample] = []

  init(id: String, experiment: StudyExperiment) {
    self.id = id
    self.experiment = experiment
  }
}

/// The examples of one attack on one surrogate, and what every victim says to them.
public struct CraftedExamples: Sendable, Codable, Equatable {
  public var surrogate: StudyVictimKey
  public var attack: String
  public var goal: StudyGoal
  public var targets: [StudyVictimKey]
  public var samples: [CraftedExample]
}

/// One example: its size, and what the targets said before and after, in their order.
public struct CraftedExample: Sendable, Codable, Equatable {
  /// The recording's place in the study.
  public var index: Int
  public var label: Int
  /// The wanted class of a targeted attack.
  public var wanted: Int?
  public var l2: Double
  public var linf: Double
  public var changedShare: Double
  public var passedAudit: Bool
  public var gradientVanished: Bool
  /// Nil where the logits are not numbers.
  public var before: [Int?]
  public var after: [Int?]
}
