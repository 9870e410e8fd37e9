import Attacks
import Tensors
import Testing

/// Attacks that look for the smallest perturbation: on independent pixels the optimum is known.
@Suite struct SmallestMaskTests {
  static let names = MaskAttackCatalogue.entries.filter { $0.family == .minimalNorm }.map(\.name)

  static func attack(
    _ name: String, _ norm: Norm = .linf, share: Double = 0.9, size: Float? = nil, steps: Int? = nil,
    options: [String: Double] = [:]
  ) throws -> any MaskSearch {
    try MaskAttackCatalogue.entry(named: name).attack(
      MaskAttackRequest(
        bounds: 0...1, norm: norm, size: size, steps: steps, success: MaskThreshold(.pixels, share), seed: 1,
        options: options))
  }

  /// How many times longer than the shortest it may be: DAG looks for none, it stops where it succeeds.
  static func slack(_ name: String) -> Double { name == "dag" ? 1.3 : 1.02 }

  @Test(arguments: names) func comesNearTheOptimum(name: String) throws {
    for (mask, aim) in [
      (MaskCase(seed: 2, masked: true), MaskGoal.Aim.draw),
      (MaskCase(seed: 3, masked: true, ignoring: true), .destroy),
    ] {
      let best = mask.shortest(.linf, share: 0.9)
      let found = try Self.attack(name).run(mask.problem(aim), against: mask.victim)
      #expect(found.outcome.succeeded && found.prediction == mask.victim.mask(of: found.outcome.adversarial))
      let norms = PerturbationNorms(clean: mask.clean, adversarial: found.outcome.adversarial)
      #expect(norms.linf >= best && norms.linf <= Self.slack(name) * best, "\(mask) \(aim): \(norms.linf / best)")
      #expect(mask.region.violations(clean: mask.clean, adversarial: found.outcome.adversarial).isClean)
    }
  }

  /// Several classes: the nearest one differs from pixel to pixel.
  @Test(arguments: names) func severalClassesComeNearTheOptimum(name: String) throws {
    let mask = MaskCase(seed: 5, classes: 4, channels: 4, opposed: true)
    for share in [0.9, 0.99] {
      let best = mask.shortest(.linf, share: share)
      let attack = try Self.attack(name, share: share, steps: name == "dag" ? nil : 250)
      let found = try attack.run(mask.problem(.destroy), against: mask.victim)
      let norms = PerturbationNorms(clean: mask.clean, adversarial: found.outcome.adversarial)
      #expect(found.outcome.succeeded && norms.linf >= best)
      #expect(norms.linf <= (name == "dag" ? 1.4 : 1.1) * best, "\(share): \(norms.linf / best)")
    }
  }

  @Test func theDenseAdversaryWorksInEuclideanLengthToo() throws {
    let mask = MaskCase(seed: 2, masked: true)
    let best = mask.shortest(.l2, share: 0.9)
    for (random, slack) in [(0.0, 1.3), (1, 1.3)] {
      let attack = try Self.attack("dag", .l2, options: ["random-rivals": random])
      let found = try attack.run(mask.problem(.destroy), against: mask.victim)
      let norms = PerturbationNorms(clean: mask.clean, adversarial: found.outcome.adversarial)
      #expect(found.outcome.succeeded && norms.l2 >= best && norms.l2 <= slack * best, "\(norms.l2 / best)")
    }
  }

  @Test(arguments: names) func aLargestNormIsKept(name: String) throws {
    let mask = MaskCase(seed: 1)
    let best = mask.shortest(.linf, share: 0.9)
    for factor in [0.8, 1.5] {
      let attack = try Self.attack(name, size: Float(factor * best), steps: 250)
      let found = try attack.run(mask.problem(.destroy), against: mask.victim)
      let norms = PerturbationNorms(clean: mask.clean, adversarial: found.outcome.adversarial)
      #expect(norms.linf <= Double(Float(factor * best)) && found.outcome.succeeded == (factor > 1))
    }
  }

  /// Pixels that pull at each other, drawn at another place.
  @Test(arguments: names) func drawsADiscElsewhere(name: String) throws {
    let victim = SampleVictim.blurring(side: 12, kernel: 3, gain: 8)
    let clean = disc(side: 12, row: 5, column: 5, radius: 3)
    let wanted = victim.mask(of: disc(side: 12, row: 7, column: 6, radius: 3))
    let problem = MaskProblem(
      id: "a", clean: clean, region: .all([1, 12, 12]), goal: MaskGoal(target: wanted, height: 10, width: 10))
    let steps = name == "dag" ? 600 : 400
    let found = try Self.attack(name, share: 0.99, steps: steps).run(problem, against: victim)
    #expect(found.outcome.succeeded && found.scores.pixelAccuracy >= 0.99)
    #expect(found.outcome.adversarial.scalars.allSatisfy { (0...1).contains($0) })
    let plain = try Self.attack(name, share: 0.99, steps: steps, options: ["polish": 0]).run(problem, against: victim)
    let norms = [found, plain].map { PerturbationNorms(clean: clean, adversarial: $0.outcome.adversarial).linf }
    #expect(norms[0] <= norms[1] && norms[0] <= (name == "dag" ? 0.7 : 0.42), "\(norms)")
    #expect(found.outcome.forwards <= plain.outcome.forwards + 10)
  }

  /// Two pixels of forty lie out of reach for whatever the others need: their multipliers grow and grow, and must neither take
  /// the force from the others nor, once they are left out, let these go.
  ///
  /// Each pixel's logit is `x − ½`, so that its reach is `½ − x`.
  @Test(arguments: ["alma-prox", "pdpgd"], [(MaskThreshold.Measure.meanIoU, 100), (.meanIoU, 500), (.pixels, 100)])
  func pixelsOutOfReachDoNotStandInTheWay(name: String, measured: (MaskThreshold.Measure, Int)) throws {
    let victim = SampleVictim.pixelwise([[-1], [1]], bias: [1, 0], height: 5, width: 8)
    let reaches = (0..<40).map { $0 % 20 == 7 ? 0.45 : 0.004 + 0.001 * Float($0) }
    let clean = Tensor(shape: [1, 5, 8], scalars: reaches.map { 0.5 - $0 })
    let goal = MaskGoal(target: [Int](repeating: 1, count: 40), height: 5, width: 8)
    let attack = try MaskAttackCatalogue.entry(named: name).attack(
      MaskAttackRequest(
        bounds: 0...1, norm: .linf, steps: measured.1, success: MaskThreshold(measured.0, 0.95), seed: 1))
    let found = try attack.run(
      MaskProblem(id: "a", clean: clean, region: .all([1, 5, 8]), goal: goal), against: victim)
    let norms = PerturbationNorms(clean: clean, adversarial: found.outcome.adversarial)
    let best = Double(reaches.filter { $0 < 0.4 }.max() ?? 0)
    #expect(found.outcome.succeeded && norms.linf <= 1.05 * best, "\(norms.linf / best)")
  }

  /// The pixels that may be missing are counted for the smaller class, whose pixels are the hardest here: without any of them
  /// the mean IoU is at most ½.
  @Test(arguments: ["alma-prox", "pdpgd"]) func aSmallClassIsNotGivenUp(name: String) throws {
    let victim = SampleVictim.pixelwise([[0, 0], [1, 0], [0, 1]], bias: [0.5, 0, 0], height: 5, width: 8)
    let reaches = (0..<40).map { $0 < 32 ? 0.05 : 0.3 + 0.01 * Float($0 - 32) }
    let clean = Tensor(shape: [2, 5, 8], scalars: (reaches + reaches).map { 0.5 - $0 })
    let goal = MaskGoal(target: (0..<40).map { $0 < 32 ? 1 : 2 }, height: 5, width: 8, classCount: 3)
    let attack = try MaskAttackCatalogue.entry(named: name).attack(
      MaskAttackRequest(bounds: 0...1, norm: .linf, steps: 200, success: MaskThreshold(.meanIoU, 0.8), seed: 1))
    let found = try attack.run(
      MaskProblem(id: "a", clean: clean, region: .all([2, 5, 8]), goal: goal), against: victim)
    let norms = PerturbationNorms(clean: clean, adversarial: found.outcome.adversarial)
    #expect(found.outcome.succeeded && norms.linf <= 1.05 * Double(reaches[39]), "\(norms.linf)")
  }

  /// A mask is destroyed where its objects are gone: the background, far from flipping, may stay.
  @Test(arguments: ["alma-prox", "pdpgd"]) func whatAMaskLeavesOutMayStay(name: String) throws {
    let victim = SampleVictim.pixelwise([[-1], [1]], bias: [1, 0], height: 5, width: 8)
    let clean = Tensor(shape: [1, 5, 8], scalars: (0..<40).map { $0 < 30 ? 0.05 : 0.51 + 0.001 * Float($0 - 30) })
    let goal = MaskGoal(target: (0..<40).map { $0 < 30 ? 0 : 1 }, height: 5, width: 8, aim: .destroy)
    let attack = try MaskAttackCatalogue.entry(named: name).attack(
      MaskAttackRequest(bounds: 0...1, norm: .linf, steps: 100, success: MaskThreshold(.meanIoU, 0.9), seed: 1))
    let found = try attack.run(
      MaskProblem(id: "a", clean: clean, region: .all([1, 5, 8]), goal: goal), against: victim)
    let norms = PerturbationNorms(clean: clean, adversarial: found.outcome.adversarial)
    #expect(found.outcome.succeeded && norms.linf <= 1.05 * 0.018, "\(norms.linf)")
  }

  @Test(arguments: names) func aGoalThatIsReachedAlreadyCostsOneLook(name: String) throws {
    let mask = MaskCase(seed: 1)
    let goal = MaskGoal(target: mask.before, height: 5, width: 8, background: nil)
    let problem = MaskProblem(id: "a", clean: mask.clean, region: mask.region, goal: goal)
    let found = try Self.attack(name).run(problem, against: mask.victim)
    #expect(found.outcome.succeeded && found.outcome.forwards == 1 && found.outcome.backwards == 0)
    #expect(found.outcome.adversarial == mask.clean)
  }

  @Test(arguments: names) func aVictimThatShowsNoGradientEndsTheSearch(name: String) throws {
    let victim = SampleVictim.pixelwise([[0, 0], [0, 0]], bias: [1, 0], height: 2, width: 2)
    let clean = Tensor(repeating: 0.5, shape: [2, 2, 2])
    let problem = MaskProblem(
      id: "a", clean: clean, region: .all([2, 2, 2]), goal: MaskGoal(target: [1, 1, 1, 1], height: 2, width: 2))
    let found = try Self.attack(name).run(problem, against: victim)
    #expect(found.outcome.gradientVanished && !found.outcome.succeeded && found.outcome.forwards <= 3)
  }

  @Test func everythingWrongIsSaidAtOnce() throws {
    let seeking = SmallestMaskPerturbation(
      norm: .l0, bounds: 0...1, largestNorm: -1, success: MaskThreshold(.pixels, 0), polish: -1)
    let attack = MaskFastMinimumNorm(seeking: seeking, steps: 0, stepSize: 0, normChange: 0...2)
    #expect(attack.complaints.count == 7, "\(attack.complaints)")
  }
}
