/// One attack of an experiment with everything that was varied.
public struct ExperimentAttack: Sendable, Codable, Hashable {
  /// Unique within the experiment; the name of the attack in run folders.
  public var label: String
  /// The attack's name in the catalogue.
  public var attack: String
  /// Nil for attacks that no norm limits.
  public var norm: String?
  /// Nil for attacks that look for the smallest perturbation, and for those that no norm limits.
  public var size: Double?
  /// How the perturbation's size comes about: "fixed size", "smallest perturbation", "no norm".
  public var measure: String
  public var region: String
  /// "untargeted", or the wanted class.
  public var goal: String
  public var seed: UInt64
  /// The victim that the attack searched with, where that is another one.
  public var surrogate: String?
  /// Of a corruption, 1...5; nil for attacks.
  public var severity: Int?
  /// What perturbations must look like: "nonnegative + quantized"; nil for any.
  public var plausible: String?

  public init(
    label: String, attack: String, norm: String?, size: Double?, measure: String, region: String, goal: String,
    seed: UInt64, surrogate: String? = nil, severity: Int? = nil, plausible: String? = nil
  ) {
    self.label = label
    self.attack = attack
    self.norm = norm
    self.size = size
    self.measure = measure
    self.region = region
    self.goal = goal
    self.seed = seed
    self.surrogate = surrogate
    self.severity = severity
    self.plausible = plausible
  }

  /// What the attacker may change, and how: the region and, where something is asked of perturbations, what that is.
  ///
  /// Worst cases and curves are counted over attacks with the same.
  public var place: String { region + (plausible.map { ", plausible: \($0)" } ?? "") }
}
