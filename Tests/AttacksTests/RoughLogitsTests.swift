import Attacks
import Tensors
import Testing

/// A search in rough logits (bf16) may be misled; what it reports may not.
@Suite struct RoughLogitsTests {
  /// `z = (−1 + 3 x₀ − 4 x₁, 0)`: away from class 0 at (2, 0.5), Linf 3/7 and L2 3/5 lead across.
  private let linear = SampleVictim.linear([[3, -4], [0, 0]], bias: [-1, 0])
  private let distance = Float(3) / 7

  private func eager(_ size: Float) -> GradientAttack {
    GradientAttack.pgd(budget: budget(.linf, size), steps: 60, stepSize: 0.01, loss: .margin, seed: 3)
  }

  /// Everything looks like a success, and nothing within reach is one.
  @Test(arguments: ["pgd", "apgd-ce", "cw", "fmn", "ddn", "deepfool", "autoattack"])
  func whatOnlyLooksLikeASuccessDoesNotCount(name: String) throws {
    let victim = RoughVictim(linear) { _ in [0, 1] }
    let entry = try AttackCatalogue.entry(named: name)
    let request = AttackRequest(bounds: -10...10, norm: .l2, size: 0.3, steps: 20, seed: 3)
    let outcome = try entry.attack(request).run([problem([2, 0.5], away: 0)], against: victim)[0]
    #expect(!outcome.succeeded)
    #expect(victim.exactLooks > 0)
  }

  /// Logits that lead by 2 too much: the search goes on past false successes to a true one.
  @Test func theSearchGoesOnAfterAFalseSuccess() throws {
    let victim = RoughVictim(linear) { [$0[0] - 2, $0[1]] }
    let outcome = try eager(1.2 * distance).run([problem([2, 0.5], away: 0)], against: victim)[0]
    #expect(outcome.succeeded)
    #expect(linear.isFooled(by: outcome.adversarial))
    #expect(victim.exactLooks > 1, "false successes were looked at, too")
    #expect(outcome.forwards == outcome.backwards + victim.exactLooks)
  }

  /// Logits that lead by too little: the last point is a success that the search does not see, and the last look does.
  @Test func aSuccessThatLookedLikeAFailureIsFoundInTheEnd() throws {
    let victim = RoughVictim(linear) { [$0[0] + 2, $0[1]] }
    let outcome = try eager(1.1 * distance).run([problem([2, 0.5], away: 0)], against: victim)[0]
    #expect(outcome.succeeded)
    #expect(linear.isFooled(by: outcome.adversarial))
    #expect(victim.exactLooks == 1)
  }

  @Test func exactVictimsAreNotAskedTwice() throws {
    let outcome = try eager(1.1 * distance).run([problem([2, 0.5], away: 0)], against: linear)[0]
    #expect(outcome.succeeded && outcome.forwards == outcome.backwards)
  }

  @Test func samplesKeepTheirOwnAnswersInABatch() throws {
    let problems = [[2, 0.5], [2, 0.9], [2, 0.1], [3, 1.5]].enumerated().map {
      problem($1, away: 0, id: "sample \($0)")
    }
    let victim = RoughVictim(linear) { [$0[0] - 1, $0[1]] }
    let together = try eager(0.35).run(problems, against: victim)
    for (problem, outcome) in zip(problems, together) {
      let alone = try eager(0.35).run([problem], against: RoughVictim(linear) { [$0[0] - 1, $0[1]] })[0]
      #expect(alone.succeeded == outcome.succeeded && alone.adversarial == outcome.adversarial)
      #expect(outcome.succeeded == linear.isFooled(by: outcome.adversarial))
    }
    #expect(Set(together.map(\.succeeded)).count == 2)
  }

  @Test func victimsOfVictimsPassItOn() throws {
    let rough = RoughVictim(linear) { $0 }
    #expect(!linear.gradientLogitsAreRough)
    #expect(try EnsembleVictim([linear, rough]).gradientLogitsAreRough)
    #expect(try !EnsembleVictim([linear]).gradientLogitsAreRough)
    #expect(RandomizedVictim(rough, transformation: .noise(deviation: 0.1)).gradientLogitsAreRough)
    let pixels = RoughVictim(MaskCase(seed: 1).victim) { $0 }
    #expect(WindowedVictim(pixels, height: 10, width: 16).gradientLogitsAreRough)
  }

  // MARK: Masks

  /// The rough victim shows the wanted mask from the start.
  @Test(arguments: ["pgd", "apgd", "asma"]) func aMaskThatOnlySeemsDrawnIsNotDrawn(name: String) throws {
    let mask = MaskCase(seed: 1)
    let problem = mask.problem(.draw)
    let wanted = problem.goal.target.map { Float($0) }
    let victim = RoughVictim(mask.victim) { _ in wanted.map { 0.5 - $0 } + wanted.map { $0 - 0.5 } }
    let request = MaskAttackRequest(
      bounds: 0...1, norm: name == "asma" ? nil : .linf, size: name == "asma" ? nil : 0.01, steps: 10,
      success: MaskThreshold(name == "asma" ? .meanIoU : .pixels, 1), seed: 4)
    let found = try MaskAttackCatalogue.entry(named: name).attack(request).run(problem, against: victim)
    #expect(!found.outcome.succeeded)
    #expect(found.prediction == mask.victim.mask(of: found.outcome.adversarial))
    #expect(victim.exactLooks > 0)
  }
}

extension SampleVictim {
  /// Whether an input is out of class 0.
  fileprivate func isFooled(by input: Tensor) -> Bool {
    Prediction.classIndices(of: logits(of: Tensor(batching: [input])))[0] != 0
  }
}
