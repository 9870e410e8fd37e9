/// Signs that an attack did not get a fair chance, per sample.
public struct AttackHealth: Sendable, Codable, Equatable {
  /// The input gradient of the attack's loss at the clean input is zero or not finite everywhere in the region; nil when
  /// not measured.
  public var gradientVanished: Bool?
  /// The attack's loss (larger is better for the attacker) at its answer is below that at the clean input; nil when not
  /// measured.
  public var lossDecreased: Bool?

  public init(gradientVanished: Bool? = nil, lossDecreased: Bool? = nil) {
    self.gradientVanished = gradientVanished
    self.lossDecreased = lossDecreased
  }
}
