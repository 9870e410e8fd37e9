import Attacks
import Tensors
import Testing

@Suite struct SimBATests {
  /// Up or down, one after the other, each element once: two queries an element at most, and the best corner.
  @Test func needsTwoQueriesAnElement() throws {
    let sample = LinearQueryCase(seed: 1)
    let attack = QueryMethod.simbaLinf.attack(queries: 1 + 2 * 16, size: 0.02, stopsOnSuccess: false)
    let outcome = try attack.run([sample.problem], against: sample.victim)[0]
    #expect(abs(sample.gainedShare(outcome, try #require(attack.budget)) - 1) < 1e-5)
  }

  /// A victim that sees low frequencies alone: directions of those alone find it with fewer queries.
  @Test func lowFrequenciesAreEnoughForAVictimThatSeesNoOthers() throws {
    let waves = LowFrequencyCase()
    let settings = ScoreSettings(budget: budget(.l2, 0.06, 0...1), queries: 400)
    let low = try SimBA.cosines(settings: settings, keeping: 0.25).run([waves.problem], against: waves.victim)[0]
    let all = try SimBA(settings: settings).run([waves.problem], against: waves.victim)[0]
    #expect(low.succeeded && low.forwards < all.forwards)
  }

  /// Directions that the region cuts off altogether are passed over.
  @Test func worksWhereTheRegionIsOnePlane() throws {
    let shape = [3, 2, 2]
    let region = Region(shape: shape, allowed: (0..<12).map { $0 / 4 == 1 }, name: "one plane")
    let victim = SampleVictim.linear(
      [[Float](repeating: 0, count: 12), (0..<12).map { Float($0 % 5) - 2 }], bias: [0.05, 0], inputShape: shape)
    let clean = Tensor(repeating: 0.5, shape: shape)
    let margin = ClassificationLoss.margin(
      victim.logits(of: Tensor(batching: [clean])), aims: [ClassAim(goal: .untargeted(label: 1))])
    let sample = AttackProblem(
      id: "plane", clean: clean, region: region, goal: .untargeted(label: margin.values[0] < 0 ? 1 : 0))
    let settings = ScoreSettings(budget: budget(.l2, 3, -5...5), queries: 300)
    let outcome = try SimBA.cosines(settings: settings, keeping: 1).run([sample], against: victim)[0]
    #expect(outcome.succeeded && region.violations(clean: clean, adversarial: outcome.adversarial).isClean)
  }
}

/// A map of 8 × 8 of which the victim sees the left and the right half alone.
struct LowFrequencyCase {
  let victim: SampleVictim
  let problem: AttackProblem

  init() {
    let halves = (0..<64).map { Float($0 % 8 < 4 ? 1 : -1) }
    victim = .linear([[Float](repeating: 0, count: 64), halves], bias: [0.4, 0], inputShape: [8, 8])
    problem = AttackProblem(
      id: "halves", clean: Tensor(repeating: 0.5, shape: [8, 8]), region: .all([8, 8]), goal: .untargeted(label: 0))
  }
}
