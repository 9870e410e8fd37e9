import Attacks
import Testing

@Suite struct BoundaryAttackTests {
  /// A step asks once, and a second time where it stays on the other side.
  @Test func asksOnceOrTwiceAStep() throws {
    let sample = LinearQueryCase(seed: 2)
    let starts = StartingPoints(draws: 10)
    let attack = BoundaryAttack(settings: DecisionSettings(bounds: 0...1, queries: 400, starts: starts))
    let outcome = try attack.run([sample.problem], against: sample.victim)[0]
    #expect(outcome.forwards == 400)
    #expect(outcome.iterations < 400 - 11 && outcome.iterations > (400 - 80) / 2)
  }
}
