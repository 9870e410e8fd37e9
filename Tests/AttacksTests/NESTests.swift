import Attacks
import Tensors
import Testing

@Suite struct NESTests {
  /// The clean input, then 39 steps of 25 pairs and a look, and what is left: two pairs, and a look.
  @Test func countsItsQueries() throws {
    let sample = LinearQueryCase(seed: 1)
    let attack = QueryMethod.nesLinf.attack(queries: 1 + 39 * 51 + 6, size: 0.02, stopsOnSuccess: false)
    let outcome = try attack.run([sample.problem], against: sample.victim)[0]
    #expect(outcome.forwards == 1 + 39 * 51 + 5 && outcome.backwards == 0 && outcome.iterations == 40)
  }

  /// The populations of three samples share passes, however few rows a pass may have.
  @Test(arguments: [1, 4, 200])
  func populationsFillPasses(size: Int) throws {
    let victim = curved
    let attack = QueryMethod.nesLinf.attack(queries: 103, stopsOnSuccess: false)
    _ = try attack.run(manyProblems(3), against: victim, control: AttackControl(batchSize: size))
    #expect(victim.forwardBatches.max() == min(size, 3 * 50))
  }

  /// At a bound one of a pair cannot leave, and half the difference is seen: the slope is not half as steep.
  @Test func aBoundDoesNotBendTheSlope() throws {
    let victim = SampleVictim.linear([[0, 0], [1, 1]], bias: [10, 0])
    let settings = ScoreSettings(budget: budget(.l2, 0.1, 0...1), queries: 4000, stopsOnSuccess: false)
    let outcome = try NES(settings: settings, pairs: 100).run([problem([0, 0.5], away: 0)], against: victim)[0]
    let (atBound, inside) = (outcome.adversarial.scalars[0], outcome.adversarial.scalars[1] - 0.5)
    #expect(abs(atBound / inside - 1) < 0.1)
  }
}
