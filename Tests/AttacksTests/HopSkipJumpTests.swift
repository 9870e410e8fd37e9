import Attacks
import Testing

@Suite struct HopSkipJumpTests {
  /// Decisions around a point come in one question, the first time a hundred and then √2 times as many.
  @Test(arguments: [Norm.l2, .linf])
  func asksForManyDecisionsAtOnce(norm: Norm) throws {
    let sample = LinearQueryCase(seed: 2)
    let attack = HopSkipJump(norm: norm, settings: DecisionSettings(bounds: 0...1, queries: 420))
    _ = try attack.run([sample.problem], against: sample.victim)
    let populations = sample.victim.forwardBatches.filter { $0 > 10 }
    #expect(populations.prefix(3) == [100, 128, 141 - 128])
  }
}
