import Attacks
import Testing

@Suite struct NESTests {
  private static func attack(_ norm: Norm, _ size: Float, queries: Int = 2000) -> NES {
    NES(
      settings: ScoreSettings(budget: budget(norm, size, 0...1), queries: queries, seed: 4, stopsOnSuccess: false))
  }

  @Test(arguments: [Norm.linf, .l2], [(UInt64(1), Float(0.02), false), (2, 0.1, false), (3, 0.05, true)])
  func gainsNearlyAllThatCanBeGained(norm: Norm, linear: (seed: UInt64, size: Float, masked: Bool)) throws {
    let sample = LinearQueryCase(seed: linear.seed, masked: linear.masked)
    let attack = Self.attack(norm, linear.size)
    let outcome = try attack.run([sample.problem], against: sample.victim)[0]
    let share = sample.gainedShare(outcome, attack.settings.budget)
    #expect(share >= 0.95 && share <= 1.00001, "gained \(share) of the optimum")
  }

  /// The clean input, then 39 steps of 25 pairs and a look, and what is left: two pairs, and a look.
  @Test func countsItsQueries() throws {
    let sample = LinearQueryCase(seed: 1)
    let outcome = try Self.attack(.linf, 0.02, queries: 1 + 39 * 51 + 6).run([sample.problem], against: sample.victim)[
      0]
    #expect(outcome.forwards == 1 + 39 * 51 + 5 && outcome.backwards == 0 && outcome.iterations == 40)
  }
}
