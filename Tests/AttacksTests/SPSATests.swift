import Attacks
import Testing

@Suite struct SPSATests {
  @Test(arguments: [(UInt64(1), Float(0.02), false), (2, 0.1, false), (3, 0.05, true)])
  func gainsNearlyAllThatCanBeGained(seed: UInt64, size: Float, masked: Bool) throws {
    let sample = LinearQueryCase(seed: seed, masked: masked)
    let attack = SPSA(
      settings: ScoreSettings(budget: budget(.linf, size, 0...1), queries: 3000, seed: 4, stopsOnSuccess: false))
    let outcome = try attack.run([sample.problem], against: sample.victim)[0]
    let share = sample.gainedShare(outcome, attack.settings.budget)
    #expect(share >= 0.95 && share <= 1.00001, "gained \(share) of the optimum")
  }
}
