import Attacks
import Tensors
import Testing

/// Attacks on masks within a size: on independent pixels the optimum is known.
@Suite struct MaskFixedSizeTests {
  static let names = MaskAttackCatalogue.entries.filter { $0.measure == .fixedSize }.map(\.name)
  static let cases = [
    MaskCase(seed: 1), MaskCase(seed: 3, masked: true, ignoring: true),
  ]

  static func attack(
    _ name: String, _ size: Float, norm: Norm = .linf, loss: PixelLoss? = nil, seed: UInt64 = 4
  ) throws -> any MaskSearch {
    let entry = try MaskAttackCatalogue.entry(named: name)
    var request = MaskAttackRequest(
      bounds: 0...1, norm: norm, size: size, loss: loss, success: MaskThreshold(.pixels, 1), seed: seed)
    if entry.defaults.steps != nil { request.steps = 40 }
    return try entry.attack(request)
  }

  /// Two classes: every pixel within reach flips, in both directions of the attack, and no other.
  @Test(arguments: names, cases) func thePixelsWithinReachFlip(name: String, mask: MaskCase) throws {
    for aim in MaskGoal.Aim.allCases {
      for size in [Float(0.03), 0.08] {
        let problem = mask.problem(aim)
        let found = try Self.attack(name, size).run(problem, against: mask.victim)
        let attained = MaskThreshold(.pixels, 1).attained(found.scores, aim)
        #expect(abs(attained - mask.attainable(size)) < 1e-9, "\(aim) \(size): \(attained)")
        #expect(abs(Double(found.outcome.loss) - attained) < 1e-6)
        #expect(found.prediction == mask.victim.mask(of: found.outcome.adversarial))
        let audit = ConstraintAudit(
          clean: problem.clean, adversarial: found.outcome.adversarial, region: problem.region,
          budget: Budget(norm: .linf, size: size, bounds: 0...1))
        #expect(audit.isClean, "\(audit)")
      }
    }
  }

  @Test(arguments: PixelLoss.allCases) func everyLossReachesTheOptimum(loss: PixelLoss) throws {
    for aim in MaskGoal.Aim.allCases {
      for mask in Self.cases {
        for name in ["pgd", "apgd"] {
          let found = try Self.attack(name, 0.06, loss: loss).run(mask.problem(aim), against: mask.victim)
          let attained = MaskThreshold(.pixels, 1).attained(found.scores, aim)
          #expect(attained >= mask.attainable(0.06) - 1e-9, "\(name) \(aim): \(attained) \(mask.attainable(0.06))")
        }
      }
    }
  }

  /// Several classes: the nearest rival differs from pixel to pixel, and losses climb to the one with the largest logit.
  @Test(arguments: ["pgd", "segpgd", "cospgd", "mi-fgsm", "padam-ce", "sea"])
  func severalClassesComeNearTheOptimum(name: String) throws {
    for seed in [UInt64(5), 6] {
      let mask = MaskCase(seed: seed, classes: 4, masked: true, ignoring: true)
      for size in [Float(0.03), 0.06] {
        let found = try Self.attack(name, size).run(mask.problem(.destroy), against: mask.victim)
        let (attained, best) = (1 - found.scores.pixelAccuracy, mask.attainable(size))
        #expect(attained <= best + 1e-9 && attained >= 0.65 * best, "\(size): \(attained) of \(best)")
      }
    }
  }

  /// In L2 the budget is shared: no more pixels than the cheapest ones together.
  @Test(arguments: names) func euclideanSizesAreKept(name: String) throws {
    let mask = MaskCase(seed: 9, masked: true)
    for size in [Float(0.1), 0.2] {
      let problem = mask.problem(.destroy)
      let found = try Self.attack(name, size, norm: .l2).run(problem, against: mask.victim)
      let audit = ConstraintAudit(
        clean: problem.clean, adversarial: found.outcome.adversarial, region: problem.region,
        budget: Budget(norm: .l2, size: size, bounds: 0...1))
      #expect(audit.isClean && audit.norms.l2 > 0, "\(audit)")
      let attained = 1 - found.scores.pixelAccuracy
      #expect(mask.shortest(.l2, share: attained) <= Double(size), "\(attained)")
      #expect(name == "fgsm" || attained > 0)
    }
  }

  /// Pixels that pull at each other: more size, more damage.
  @Test(arguments: names) func aLargerSizeDoesNoLess(name: String) throws {
    let victim = SampleVictim.blurring(side: 12, kernel: 3, gain: 8)
    let clean = disc(side: 12, row: 5, column: 6, radius: 3)
    let goal = MaskGoal(target: victim.mask(of: clean), height: 10, width: 10, aim: .destroy)
    let problem = MaskProblem(id: "a", clean: clean, region: .all([1, 12, 12]), goal: goal)
    var last = 0.0
    for size in [Float(0.1), 0.25, 0.4, 0.6] {
      let found = try Self.attack(name, size).run(problem, against: victim)
      let attained = 1 - found.scores.pixelAccuracy
      #expect(attained >= last - (name == "fgsm" ? 1 : 0.02), "\(size): \(attained) after \(last)")
      last = max(attained, last)
    }
    // The mean cross-entropy goes on with pixels that are done.
    #expect(last > 0.75)
  }

  @Test func theEnsembleIsNeverWorseThanItsMembers() throws {
    let mask = MaskCase(seed: 12, classes: 5)
    for norm in [Norm.linf, .l2] {
      let settings = MaskAutoPGDSettings(
        budget: Budget(norm: norm, size: norm == .linf ? 0.04 : 0.25, bounds: 0...1), steps: 20, seed: 2,
        success: MaskThreshold(.meanIoU, 0.99))
      let ensemble = SegmentationEnsemble(settings: settings)
      let problem = mask.problem(.destroy)
      let found = try ensemble.run(problem, against: mask.victim)
      let members = try ensemble.members.map { try $0.run(problem, against: mask.victim) }
      let worst = try #require(members.map(\.scores.meanIoU).min())
      #expect(found.scores.meanIoU == worst)
      #expect(members.map(\.scores.meanIoU)[found.outcome.restart] == worst)
      #expect(found.outcome.forwards == members.reduce(0) { $0 + $1.outcome.forwards })
      #expect(found.outcome.backwards == members.reduce(0) { $0 + $1.outcome.backwards })
    }
  }

  @Test func passesAreCounted() throws {
    let mask = MaskCase(seed: 4)
    let budget = Budget(norm: .linf, size: 0.02, bounds: 0...1)
    let pgd = try MaskGradientAttack.pgd(budget: budget, steps: 9, restarts: 2).run(
      mask.problem(.draw), against: mask.victim)
    #expect(pgd.outcome.forwards <= 20 && pgd.outcome.backwards == pgd.outcome.iterations)
    let segmentation = try MaskGradientAttack.segPGD(budget: budget, steps: 9).run(
      mask.problem(.draw), against: mask.victim)
    #expect(segmentation.outcome.forwards == 10 && segmentation.outcome.backwards == 9)
    #expect(segmentation.trace.map(\.iteration) == Array(0...9))
    let victim = SampleVictim.blurring(side: 12, kernel: 3)
    let clean = disc(side: 12, row: 5, column: 6, radius: 3)
    let goal = MaskGoal(target: victim.mask(of: clean), height: 10, width: 10, aim: .destroy)
    let problem = MaskProblem(id: "a", clean: clean, region: .all([1, 12, 12]), goal: goal)
    for shrinks in [true, false] {
      let found = try MaskAutoPGD(
        settings: MaskAutoPGDSettings(
          budget: Budget(norm: .l2, size: 0.5, bounds: 0...1), steps: 10, shrinksRadius: shrinks)
      ).run(problem, against: victim)
      #expect(found.outcome.forwards == (shrinks ? 13 : 11) && found.outcome.backwards == 10)
      #expect(victim.forwardBatches.count + victim.gradientBatches.count >= found.outcome.forwards)
    }
  }

  @Test func numbersThatAreNoneAreNoSuccess() throws {
    let victim = SampleVictim(
      inputShape: [1, 1, 2], outputShape: [2, 1, 2], answer: { [0, 0, $0[0] > 0.25 ? .nan : -1, $0[1] - 0.5] },
      pullback: { _, c in [c[2], c[3]] })
    let clean = Tensor(shape: [1, 1, 2], scalars: [0.2, 0.4])
    let goal = MaskGoal(target: [0, 0], height: 1, width: 2, aim: .destroy)
    let found = try MaskGradientAttack.miFGSM(budget: Budget(norm: .linf, size: 0.2, bounds: 0...1), steps: 8).run(
      MaskProblem(id: "a", clean: clean, region: .all([1, 1, 2]), goal: goal), against: victim)
    #expect(found.outcome.numericalTrouble && !found.prediction.contains(-1))
  }

  @Test func everythingWrongIsSaidAtOnce() throws {
    let settings = MaskGradientSettings(
      budget: Budget(norm: .l1, size: .infinity, bounds: 0...1), steps: 0, stepSize: -1, decay: -1, restarts: 2,
      success: MaskThreshold(.pixels, 2))
    let mask = MaskCase(seed: 1)
    let error = #expect(throws: AttackError.self) {
      try MaskGradientAttack(name: "pgd", settings: settings).run(mask.problem(.draw), against: mask.victim)
    }
    #expect(error?.complaints.count == 8, "\(error?.complaints ?? [])")
    #expect(mask.victim.forwardBatches.isEmpty)
    let destroy = #expect(throws: AttackError.self) {
      try AdaptiveMaskAttack().run(mask.problem(.destroy), against: mask.victim)
    }
    #expect(destroy?.description.contains("it can draw masks, not destroy") ?? false)
  }
}
