/// Signs that an attack did not get a fair chance, per sample.
public struct AttackHealth: Sendable, Codable, Equatable {
  /// Some input gradient was exactly zero everywhere in the region: the victim did not say where to go.
  public var gradientVanished: Bool
  /// Some logits or gradients were infinite or not numbers.
  public var numericalTrouble: Bool
  /// The attacker's objective is worse at the answer than at the clean input; nil when the sample was not attacked.
  ///
  /// The objective is the cross-entropy for classifiers, whose successes are never worse, and the criterion's measure for
  /// segmentation.
  public var objectiveWorsened: Bool?
  /// Whether the search looked at the clean input, and so kept nothing that it saw to be worse; nil where not known.
  public var sawClean: Bool?
  /// The attack's own view of its success; a disagreement with the re-verified `succeeded` is worth a look.
  public var claimedSuccess: Bool

  public init(
    gradientVanished: Bool, numericalTrouble: Bool, objectiveWorsened: Bool? = nil, sawClean: Bool? = nil,
    claimedSuccess: Bool
  ) {
    self.gradientVanished = gradientVanished
    self.numericalTrouble = numericalTrouble
    self.objectiveWorsened = objectiveWorsened
    self.sawClean = sawClean
    self.claimedSuccess = claimedSuccess
  }
}
