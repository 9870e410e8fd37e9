import Attacks
import Tensors
import Testing

@Suite struct BanditsTests {
  /// The clean input, two queries a step, one more every fourth step, and one in the end.
  @Test func countsItsQueries() throws {
    let sample = LinearQueryCase(seed: 1)
    let attack = QueryMethod.banditsLinf.attack(queries: 1 + 5 * 9 + 3, size: 0.02, stopsOnSuccess: false)
    let outcome = try attack.run([sample.problem], against: sample.victim)[0]
    #expect(outcome.forwards == 1 + 5 * 9 + 3 && outcome.iterations == 21)
  }

  /// Four numbers stand for sixteen slopes that are alike by squares.
  @Test func tilesLearnAlikeSlopesSooner() throws {
    let weights = (0..<16).map { [1, -2, 3, -1][$0 / 8 * 2 + $0 % 4 / 2] as Float }
    let victim = SampleVictim.linear(
      [[Float](repeating: 0, count: 16), weights], bias: [100, 0], inputShape: [1, 4, 4])
    let sample = AttackProblem(
      id: "tiles", clean: Tensor(repeating: 0.5, shape: [1, 4, 4]), region: .all([1, 4, 4]),
      goal: .untargeted(label: 0))
    let settings = ScoreSettings(budget: budget(.l2, 0.1, 0...1), queries: 60, stopsOnSuccess: false)
    let losses = try [1, 2].map { try Bandits(settings: settings, tile: $0).run([sample], against: victim)[0].loss }
    #expect(losses[1] > losses[0])
  }
}
