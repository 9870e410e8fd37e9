import Attacks
import Testing

/// When the penalty of a constraint is raised.
///
/// A constraint that is missed keeps its multiplier at the limit of 1, so that its weight says its penalty:
/// `1 + 2 ρ c + ρ² c²/2`.
@Suite struct AugmentedLagrangianTests {
  private static let missed = 0.5

  /// The weights of one pixel whose constraint is as given, step by step.
  private func weights(_ steps: Int, _ constraint: (Int) -> Double) -> [Double] {
    var lagrangian = AugmentedLagrangian(count: 1)
    return (0..<steps).map { lagrangian.weights(for: [constraint($0)], at: $0)[0] }
  }

  private func weight(_ constraint: Double, penalty: Double) -> Double {
    1 + 2 * penalty * constraint + penalty * penalty * constraint * constraint / 2
  }

  /// Ten steps are there to compare with before the penalty doubles.
  @Test func penaltiesDoubleEveryTenStepsWhereNothingGetsBetter() {
    let found = weights(45) { _ in Self.missed }
    for (step, penalty) in [(0, 0.1), (10, 0.1), (19, 0.1), (20, 0.2), (29, 0.2), (30, 0.4), (44, 0.8)] {
      #expect(abs(found[step] - weight(Self.missed, penalty: penalty)) < 1e-12, "step \(step)")
    }
  }

  /// A fall by a twentieth is enough: the penalty stays.
  @Test(arguments: [(0.96, 0.2), (0.94, 0.1)]) func penaltiesStayWhereAConstraintFalls(fall: Double, penalty: Double) {
    let last = Self.missed * fall
    #expect(abs(weights(21) { $0 < 20 ? Self.missed : last }[20] - weight(last, penalty: penalty)) < 1e-12)
  }

  /// Held once since the last comparison, a constraint is within reach: no reason for a higher penalty.
  @Test(arguments: [11, 12, 14]) func aConstraintThatHeldMeanwhileKeepsItsPenalty(step: Int) {
    let found = weights(40) { $0 == step ? -1e-3 : Self.missed }
    #expect(abs(found[20] - weight(Self.missed, penalty: 0.1)) < 1e-9)
    // What was held before the comparison counts no more after it.
    #expect(abs(found[30] - weight(Self.missed, penalty: 0.2)) < 1e-9)
  }

  @Test func everyPixelHasItsOwnHistory() {
    var lagrangian = AugmentedLagrangian(count: 2)
    var found: [Double] = []
    for step in 0...20 {
      found = lagrangian.weights(for: [step == 15 ? -1e-3 : Self.missed, Self.missed], at: step)
    }
    #expect(abs(found[0] - weight(Self.missed, penalty: 0.1)) < 1e-6)
    #expect(abs(found[1] - weight(Self.missed, penalty: 0.2)) < 1e-12)
  }
}
