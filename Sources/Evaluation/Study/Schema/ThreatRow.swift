/// What an attacker knows of the victim.
public enum ThreatModel: String, Sendable, Codable, CaseIterable {
  /// The victim itself.
  case whiteBox = "white-box"
  /// A network of the victim's architecture, trained on other data (or on the same once more).
  case sameArchitecture = "same-architecture-other-data"
  /// A network of another architecture, trained on the victim's data.
  case sameData = "other-architecture-same-data"
  /// Neither.
  case neither

  /// The threat model of an attacker who has a surrogate and wants to mislead a target.
  public init(surrogate: StudyVictimKey, target: StudyVictimKey) {
    if surrogate.name == target.name {
      self = .whiteBox
    } else {
      switch (surrogate.architecture == target.architecture, surrogate.trainingData == target.trainingData) {
      case (true, true), (true, false): self = .sameArchitecture
      case (false, true): self = .sameData
      case (false, false): self = .neither
      }
    }
  }
}

/// What tells two victims apart as far as an attacker's knowledge goes.
public struct StudyVictimKey: Sendable, Codable, Hashable {
  public var name: String
  public var architecture: String
  public var trainingData: String

  public init(name: String, architecture: String, trainingData: String) {
    self.name = name
    self.architecture = architecture
    self.trainingData = trainingData
  }
}

/// The goal of a study's attack: away from the true class, or to a class drawn for each recording.
public enum StudyGoal: String, Sendable, Codable, CaseIterable { case untargeted, targeted }

/// One line of the threat-model table: an attack under a threat model, pooled over all its pairs of surrogate and target.
///
/// Examples are crafted on the surrogate; what counts are recordings that surrogate and target both classify rightly.
/// The interval treats (pair, recording) as independent, which they are not: it is a lower bound of the uncertainty.
public struct ThreatRow: Sendable, Codable, Equatable {
  public var threat: ThreatModel
  /// `StudyAttackFacts.name`.
  public var attack: String
  public var goal: StudyGoal
  /// How many pairs of surrogate and target are pooled.
  public var pairs: Int
  /// The goal reached on the target; sizes over these successes.
  public var measure: StudyMeasure
  /// The target said anything but the true class; the same as success for untargeted attacks.
  public var misled: Proportion

  public init(
    threat: ThreatModel, attack: String, goal: StudyGoal, pairs: Int, measure: StudyMeasure, misled: Proportion
  ) {
    self.threat = threat
    self.attack = attack
    self.goal = goal
    self.pairs = pairs
    self.measure = measure
    self.misled = misled
  }
}

/// The same for one pair of surrogate and target; the diagonal is the white-box attack.
public struct TransferRow: Sendable, Codable, Equatable {
  public var surrogate: String
  public var target: String
  public var threat: ThreatModel
  public var attack: String
  public var goal: StudyGoal
  public var measure: StudyMeasure
  public var misled: Proportion

  public init(
    surrogate: String, target: String, threat: ThreatModel, attack: String, goal: StudyGoal, measure: StudyMeasure,
    misled: Proportion
  ) {
    self.surrogate = surrogate
    self.target = target
    self.threat = threat
    self.attack = attack
    self.goal = goal
    self.measure = measure
    self.misled = misled
  }
}
