import Attacks
import Testing

@Suite struct SPSATests {
  /// The clean input, then steps of 32 pairs and a look.
  @Test func countsItsQueries() throws {
    let sample = LinearQueryCase(seed: 1)
    let attack = QueryMethod.spsa.attack(queries: 1 + 7 * 65, size: 0.02, stopsOnSuccess: false)
    let outcome = try attack.run([sample.problem], against: sample.victim)[0]
    #expect(outcome.forwards == 1 + 7 * 65 && outcome.backwards == 0 && outcome.iterations == 7)
  }

  @Test func isDefinedForOneNormAlone() {
    let attack = SPSA(settings: ScoreSettings(budget: budget(.l2, 0.1, 0...1)))
    let error = #expect(throws: AttackError.self) { _ = try attack.run(manyProblems(1), against: curved) }
    #expect(error?.complaints == ["the attack is defined for linf, not for l2"])
  }
}
