import Attacks
import Testing

/// What single attacks by queries do on their way.
@Suite struct QueryAttackCourseTests {
  /// The clean input, then 39 steps of 25 pairs and a look, and what is left: two pairs, and a look.
  @Test func evolutionStrategiesCountTheirQueries() throws {
    let sample = LinearQueryCase(seed: 1)
    let attack = QueryMethod.nesLinf.attack(queries: 1 + 39 * 51 + 6, size: 0.02, stopsOnSuccess: false)
    let outcome = try attack.run([sample.problem], against: sample.victim)[0]
    #expect(outcome.forwards == 1 + 39 * 51 + 5 && outcome.backwards == 0 && outcome.iterations == 40)
  }
}
