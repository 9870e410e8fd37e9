public import Attacks
public import Tensors

/// An attack on a classifier as a run carries it out.
public struct PlannedClassification {
  /// Unique within the run, for records and reports; the attack's own name seeds its random streams.
  public var name: String
  public var attack: any ClassificationAttack
  public var budget: Budget
  public var seed: UInt64
  /// What each sample should be made to be; away from its label by default.
  public var goal: (ClassificationSample) -> ClassGoal = { .untargeted(label: $0.label) }
  /// Where the perturbation may go; the sample's own region by default.
  public var region: (ClassificationSample) throws -> Region = { $0.region }
  /// The victim the attack searches with (in a lower precision, or another model); the run's by default.
  ///
  /// Success is declared by the run's victim alone.
  public var searchVictim: (any Victim)?
  /// Whether `searchVictim` is another model: what is found then says nothing about the victim's own gradients.
  public var isTransfer = false
  /// What the attack's perturbations must look like, in words; nil for any.
  public var plausible: String?

  public init(name: String, attack: any ClassificationAttack, budget: Budget, seed: UInt64) {
    self.name = name
    self.attack = attack
    self.budget = budget
    self.seed = seed
  }
}
