import Attacks
import Tensors
import Testing

/// What the adaptive mask attack reaches.
@Suite struct AdaptiveMaskAttackTests {
  /// Δw = (2, −1): a pixel of margin m flips under an Linf budget r exactly where m < 3 r.
  private let weights: [[Float]] = [[1, 0], [-1, 1]]

  private func pixelVictim(height: Int = 4, width: Int = 5) -> SampleVictim {
    .pixelwise(weights, bias: [0, 0.5], height: height, width: width)
  }

  private var pixelImage: Tensor {
    var stream = RandomStream(seed: 9)
    return Tensor(shape: [2, 4, 5], scalars: (0..<40).map { _ in 0.3 + 0.4 * stream.nextUniform() })
  }

  // MARK: Independent pixels: everything is known

  @Test func exactlyThePixelsWithinReachFlip() throws {
    let (victim, image) = (pixelVictim(), pixelImage)
    let before = victim.mask(of: image)
    let wanted = before.map { 1 - $0 }
    let size: Float = 0.05
    let attack = AdaptiveMaskAttack(
      settings: AdaptiveMaskAttack.Settings(
        iterations: 60, goal: 1, budget: Budget(norm: .linf, size: size, bounds: 0...1)))
    let found = try attack.run(
      MaskProblem(
        id: "a", clean: image, region: .all([2, 4, 5]), goal: MaskGoal(target: wanted, height: 4, width: 5)),
      against: victim)
    let margins = (0..<20).map { place in
      abs(2 * image.scalars[place] - image.scalars[20 + place] - 0.5)
    }
    #expect(margins.contains { $0 < 3 * size } && margins.contains { $0 > 3 * size })
    let flipped = zip(found.prediction, before).map { $0 != $1 }
    #expect(flipped == margins.map { $0 < 3 * size })
    #expect(
      ConstraintAudit(
        clean: image, adversarial: found.outcome.adversarial, region: .all([2, 4, 5]),
        budget: Budget(norm: .linf, size: size, bounds: 0...1)
      ).isClean)
  }

  @Test func ignoredPixelsHaveExactlyNoGradient() throws {
    let (victim, image) = (pixelVictim(), pixelImage)
    var wanted = victim.mask(of: image).map { 1 - $0 }
    for place in [0, 7, 19] { wanted[place] = 255 }
    let found = try AdaptiveMaskAttack(settings: AdaptiveMaskAttack.Settings(iterations: 40, goal: 1)).run(
      MaskProblem(
        id: "a", clean: image, region: .all([2, 4, 5]),
        goal: MaskGoal(target: wanted, height: 4, width: 5, ignoredLabel: 255)), against: victim)
    #expect(found.outcome.succeeded && found.scores.meanIoU == 1)
    for place in [0, 7, 19] {
      #expect(found.outcome.adversarial.scalars[place].bitPattern == image.scalars[place].bitPattern)
      #expect(found.outcome.adversarial.scalars[20 + place].bitPattern == image.scalars[20 + place].bitPattern)
    }
  }

  // MARK: Blurred pixels: they pull at each other

  @Test func movesADiscWhereTheLiteralModeStandsStill() throws {
    let (victim, problem) = BlurredDisc.problem()
    let usable = try AdaptiveMaskAttack(settings: BlurredDisc.settings(60)).run(problem, against: victim)
    let literal = try LiteralMaskAttack(
      settings: LiteralMaskAttack.Settings(iterations: 60, multiplier: .scaled(largestChange: 1.0 / 255, ratio: 10))
    ).run(problem, against: victim)
    #expect(usable.scores.meanIoU > 0.9)
    #expect(usable.scores.meanIoU > literal.scores.meanIoU + 0.1, "\(literal.scores.meanIoU)")
    #expect(usable.outcome.forwards <= 61 && usable.outcome.backwards <= 60)
    #expect(literal.outcome.forwards == 121 && literal.outcome.backwards == 60)
  }

  @Test func returnsTheBestImageAndItsOwnScores() throws {
    let (victim, problem) = BlurredDisc.problem()
    let found = try AdaptiveMaskAttack(settings: BlurredDisc.settings(40)).run(problem, against: victim)
    #expect(found.trace.count <= 41)
    let best = try #require(found.trace.map(\.meanIoU).max())
    #expect(found.scores.meanIoU == best && found.trace[found.bestIteration].meanIoU == best)
    #expect(found.prediction == victim.mask(of: found.outcome.adversarial))
    #expect(MaskScores(prediction: found.prediction, goal: problem.goal) == found.scores)
    let norms = PerturbationNorms(clean: problem.clean, adversarial: found.outcome.adversarial)
    #expect(norms.l2 == found.trace[found.bestIteration].l2)
    #expect(found.outcome.adversarial.scalars.allSatisfy { (0...1).contains($0) })
  }

  /// Without the adaptive mask, pixels that are long right go on pulling at their neighbours.
  @Test func theAblationsRunAndAreWeaker() throws {
    let (victim, problem) = BlurredDisc.problem()
    let full = try AdaptiveMaskAttack(settings: BlurredDisc.settings(60)).run(problem, against: victim)
    var still = BlurredDisc.settings(60)
    still.loss.isAdaptive = false
    var constant = BlurredDisc.settings(60)
    constant.isMultiplierDynamic = false
    let staticMask = try AdaptiveMaskAttack(settings: still).run(problem, against: victim)
    let fixedLength = try AdaptiveMaskAttack(settings: constant).run(problem, against: victim)
    #expect(staticMask.scores.meanIoU <= full.scores.meanIoU)
    #expect(fixedLength.scores.meanIoU <= full.scores.meanIoU)
  }

  @Test func severalClassesAreReachedTogether() throws {
    let victim = SampleVictim.pixelwise(
      [[1, 0, 0], [0, 1, 0], [0, 0, 1]], bias: [0, 0, 0], height: 3, width: 3)
    var stream = RandomStream(seed: 2)
    let image = Tensor(shape: [3, 3, 3], scalars: (0..<27).map { _ in 0.4 + 0.2 * stream.nextUniform() })
    let found = try AdaptiveMaskAttack(settings: AdaptiveMaskAttack.Settings(iterations: 80, goal: 1)).run(
      MaskProblem(
        id: "a", clean: image, region: .all([3, 3, 3]),
        goal: MaskGoal(target: [0, 1, 2, 2, 1, 0, 1, 1, 2], height: 3, width: 3, classCount: 3)), against: victim)
    #expect(found.prediction == [0, 1, 2, 2, 1, 0, 1, 1, 2] && found.outcome.succeeded)
  }
}
