import Attacks
import Tensors
import Testing

@Suite struct AdaptiveMaskAttackTests {
  // MARK: Independent pixels: everything is known

  /// Δw = (2, −1): a pixel of margin m flips under an Linf budget r exactly where m < 3 r.
  private let weights: [[Float]] = [[1, 0], [-1, 1]]

  private func pixelVictim(height: Int = 4, width: Int = 5) -> SampleVictim {
    .pixelwise(weights, bias: [0, 0.5], height: height, width: width)
  }

  private var pixelImage: Tensor {
    var stream = RandomStream(seed: 9)
    return Tensor(shape: [2, 4, 5], scalars: (0..<40).map { _ in 0.3 + 0.4 * stream.nextUniform() })
  }

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

  private let side = 28
  private let kernel = 5

  private func blurProblem(region: Region? = nil) -> (SampleVictim, MaskProblem) {
    let victim = SampleVictim.blurring(side: side, kernel: kernel)
    let clean = disc(side: side, row: 10, column: 10, radius: 6)
    let wanted = victim.mask(of: disc(side: side, row: 16, column: 17, radius: 5))
    let out = side - kernel + 1
    return (
      victim,
      MaskProblem(
        id: "disc", clean: clean, region: region ?? .all([1, side, side]),
        goal: MaskGoal(target: wanted, height: out, width: out))
    )
  }

  private func settings(_ iterations: Int) -> AdaptiveMaskAttack.Settings {
    AdaptiveMaskAttack.Settings(iterations: iterations)
  }

  @Test func movesADiscWhereTheLiteralModeStandsStill() throws {
    let (victim, problem) = blurProblem()
    let usable = try AdaptiveMaskAttack(settings: settings(60)).run(problem, against: victim)
    let literal = try LiteralMaskAttack(
      settings: LiteralMaskAttack.Settings(iterations: 60, multiplier: .scaled(largestChange: 1.0 / 255, ratio: 10))
    ).run(problem, against: victim)
    #expect(usable.scores.meanIoU > 0.9)
    #expect(usable.scores.meanIoU > literal.scores.meanIoU + 0.1, "\(literal.scores.meanIoU)")
    #expect(usable.outcome.forwards <= 61 && usable.outcome.backwards <= 60)
    #expect(literal.outcome.forwards == 121 && literal.outcome.backwards == 60)
  }

  @Test func returnsTheBestImageAndItsOwnScores() throws {
    let (victim, problem) = blurProblem()
    let found = try AdaptiveMaskAttack(settings: settings(40)).run(problem, against: victim)
    #expect(found.trace.count <= 41)
    let best = try #require(found.trace.map(\.meanIoU).max())
    #expect(found.scores.meanIoU == best && found.trace[found.bestIteration].meanIoU == best)
    #expect(found.prediction == victim.mask(of: found.outcome.adversarial))
    #expect(MaskScores(prediction: found.prediction, goal: problem.goal) == found.scores)
    let norms = PerturbationNorms(clean: problem.clean, adversarial: found.outcome.adversarial)
    #expect(norms.l2 == found.trace[found.bestIteration].l2)
    #expect(found.outcome.adversarial.scalars.allSatisfy { (0...1).contains($0) })
  }

  @Test func theFirstStepChangesAsMuchAsAskedAndNoMore() throws {
    let (victim, problem) = blurProblem()
    var scheduled = settings(1)
    scheduled.reach = 0
    let found = try AdaptiveMaskAttack(settings: scheduled).run(problem, against: victim)
    #expect(abs(found.trace[1].linf - 1.0 / 255) < 1e-6)
  }

  @Test(arguments: [0, 0.5] as [Float]) func endsAtItsGoal(reach: Float) throws {
    let (victim, problem) = blurProblem()
    var easy = settings(200)
    easy.reach = reach
    easy.goal = 0.5
    easy.tightening = 0
    easy.shortening = 0
    let found = try AdaptiveMaskAttack(settings: easy).run(problem, against: victim)
    #expect(found.outcome.succeeded && found.outcome.iterations < 200)
    #expect(found.bestIteration == found.outcome.iterations)
    #expect(found.trace.dropLast().allSatisfy { $0.meanIoU < 0.5 })
    // The image that reaches the goal costs no gradient.
    #expect(found.outcome.backwards == found.outcome.iterations)
    #expect(found.outcome.forwards == found.outcome.iterations + 1)
  }

  /// The first image that reaches the goal, then nearer ones on the way back, then shorter ones; never more iterations than
  /// allowed.
  @Test(arguments: [0, 0.5] as [Float]) func reachesItsGoalWithLess(reach: Float) throws {
    let (victim, problem) = blurProblem()
    var plain = settings(200)
    plain.reach = reach
    plain.goal = 0.8
    plain.tightening = 0
    plain.shortening = 0
    var (tightened, shortened) = (plain, plain)
    tightened.tightening = 4
    shortened.shortening = 40
    func length(_ settings: AdaptiveMaskAttack.Settings) throws -> (MaskOutcome, Double) {
      let found = try AdaptiveMaskAttack(settings: settings).run(problem, against: victim)
      #expect(found.outcome.succeeded && found.scores.meanIoU >= 0.8)
      let norms = PerturbationNorms(clean: problem.clean, adversarial: found.outcome.adversarial)
      #expect(norms.l2 == found.trace.filter { $0.meanIoU >= 0.8 }.map(\.l2).min())
      return (found, norms.l2)
    }
    let ((long, first), (tight, nearer), (short, shorter)) = (
      try length(plain), try length(tightened), try length(shortened)
    )
    #expect(nearer <= first && shorter < 0.95 * first, "\(first) \(nearer) \(shorter)")
    #expect(tight.outcome.backwards == long.outcome.backwards && tight.outcome.forwards == long.outcome.forwards + 4)
    #expect((10...40).contains(short.outcome.iterations - long.outcome.iterations))
    shortened.iterations = long.outcome.iterations + 5
    #expect(try length(shortened).0.outcome.iterations == shortened.iterations)
  }

  /// A step covers half the way to where the wrong pixels' boundaries are on average: with one pixel, to its own.
  @Test func stepsCoverTheirShareOfTheWay() throws {
    let victim = pixelVictim(height: 1, width: 1)
    let clean = Tensor(shape: [2, 1, 1], scalars: [0.5, 0.2])
    var one = AdaptiveMaskAttack.Settings(iterations: 1, relativeConfidence: 0)
    for share: Float in [0.25, 0.5] {
      one.reach = share
      let found = try AdaptiveMaskAttack(settings: one).run(
        MaskProblem(
          id: "a", clean: clean, region: .all([2, 1, 1]), goal: MaskGoal(target: [1], height: 1, width: 1)),
        against: victim)
      let whole = 0.3 / Double(5).squareRoot()
      #expect(abs(found.trace[1].l2 - Double(share) * whole) < 1e-6)
    }
  }

  /// Pixels that nothing moves keep the goal out of reach: what is done for the others stays as short.
  @Test(arguments: [0, 40]) func aGoalOutOfReachCostsNoLength(shortening: Int) throws {
    let (victim, free) = blurProblem()
    let allowed = (0..<side * side).map { $0 / side >= 14 }
    let region = Region(shape: [1, side, side], allowed: allowed, name: "lower rows")
    let (_, problem) = blurProblem(region: region)
    var attack = settings(150)
    attack.shortening = shortening
    let bound = try AdaptiveMaskAttack(settings: attack).run(problem, against: victim)
    let unbound = try AdaptiveMaskAttack(settings: attack).run(free, against: victim)
    let lengths = [bound, unbound].map { PerturbationNorms(clean: free.clean, adversarial: $0.outcome.adversarial).l2 }
    #expect(!bound.outcome.succeeded && lengths[0] < 2 * lengths[1], "\(lengths)")
  }

  /// One pixel of margin m = Δw · x + Δb: the shortest perturbation that flips it is m/‖Δw‖₂ long.
  @Test func theShortestLengthOfOnePixelIsFound() throws {
    let victim = SampleVictim.pixelwise(weights, bias: [0, 0.5], height: 1, width: 1)
    let clean = Tensor(shape: [2, 1, 1], scalars: [0.5, 0.2])
    let found = try AdaptiveMaskAttack(settings: AdaptiveMaskAttack.Settings(firstChange: 0.05)).run(
      MaskProblem(
        id: "a", clean: clean, region: .all([2, 1, 1]), goal: MaskGoal(target: [1], height: 1, width: 1)),
      against: victim)
    let norms = PerturbationNorms(clean: clean, adversarial: found.outcome.adversarial)
    let shortest = 0.3 / Double(5).squareRoot()
    #expect(victim.mask(of: clean) == [0] && found.outcome.succeeded)
    #expect(norms.l2 >= shortest * 0.999 && norms.l2 < shortest * 1.02, "\(norms.l2) of \(shortest)")
  }

  @Test func theSameImageComesOutTwice() throws {
    let (victim, problem) = blurProblem()
    let first = try AdaptiveMaskAttack(settings: settings(20)).run(problem, against: victim)
    let second = try AdaptiveMaskAttack(settings: settings(20)).run(problem, against: victim)
    #expect(first.outcome.adversarial == second.outcome.adversarial && first.trace == second.trace)
  }

  @Test(arguments: [Norm.l2, .linf])
  func regionAndBudgetHold(norm: Norm) throws {
    let allowed = (0..<side * side).map { $0 / side >= 8 }
    let region = Region(shape: [1, side, side], allowed: allowed, name: "lower rows")
    let (victim, problem) = blurProblem(region: region)
    let budget = Budget(norm: norm, size: norm == .l2 ? 1.5 : 0.1, bounds: 0...1)
    var limited = settings(40)
    limited.budget = budget
    let found = try AdaptiveMaskAttack(settings: limited).run(problem, against: victim)
    let audit = ConstraintAudit(
      clean: problem.clean, adversarial: found.outcome.adversarial, region: region, budget: budget)
    #expect(audit.isClean && audit.norms.l0 > 0, "\(audit)")
    #expect(found.scores.meanIoU >= found.trace[0].meanIoU)
  }

  @Test func aBudgetOfNothingChangesNothing() throws {
    let (victim, problem) = blurProblem()
    for norm in Norm.allCases {
      var none = settings(5)
      none.budget = Budget(norm: norm, size: 0, bounds: 0...1)
      let found = try AdaptiveMaskAttack(settings: none).run(problem, against: victim)
      #expect(found.outcome.adversarial == problem.clean)
    }
  }

  /// Without the adaptive mask, pixels that are long right go on pulling at their neighbours.
  @Test func theAblationsRunAndAreWeaker() throws {
    let (victim, problem) = blurProblem()
    let full = try AdaptiveMaskAttack(settings: settings(60)).run(problem, against: victim)
    var still = settings(60)
    still.loss.isAdaptive = false
    var constant = settings(60)
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

  @Test func numbersThatAreNoneAreReportedAndSurvived() throws {
    let victim = SampleVictim(
      inputShape: [1, 1, 2], outputShape: [2, 1, 2], answer: { [0, 0, $0[0] - 0.5, .nan] },
      pullback: { _, c in [c[2], .infinity] })
    let clean = Tensor(shape: [1, 1, 2], scalars: [0.2, 0.4])
    let found = try AdaptiveMaskAttack(settings: AdaptiveMaskAttack.Settings(iterations: 5)).run(
      MaskProblem(
        id: "a", clean: clean, region: .all([1, 1, 2]), goal: MaskGoal(target: [1, 1], height: 1, width: 2)),
      against: victim)
    #expect(found.outcome.numericalTrouble && found.prediction[1] == -1)
    #expect(found.outcome.adversarial.scalars[1] == 0.4)
  }

  @Test func stoppingReturnsTheBestSoFar() throws {
    let (victim, problem) = blurProblem()
    var seen = 0
    let control = MaskControl(
      shouldStop: { seen > 3 },
      didAdvance: { entry, limit in
        #expect(limit == 40)
        seen += 1
      })
    let found = try AdaptiveMaskAttack(settings: settings(40)).run(problem, against: victim, control: control)
    #expect(found.outcome.wasInterrupted && found.trace.count == 4)
  }

  @Test func everythingWrongIsSaidAtOnce() throws {
    let (victim, problem) = blurProblem()
    var wrong = AdaptiveMaskAttack.Settings(
      iterations: 0, goal: 2, reach: 2, pull: 1, firstChange: 0, momentum: 1, penalty: .nan, tightening: -1,
      shortening: -1,
      budget: Budget(norm: .l2, size: .infinity, bounds: 0.5...1))
    wrong.loss.confidence = -1
    let error = try #require(throws: AttackError.self) {
      try AdaptiveMaskAttack(settings: wrong).run(problem, against: victim)
    }
    for part in [
      "iterations", "goal", "first change", "momentum", "penalty", "reach", "pull", "tightening", "shortening",
      "confidence",
      "budget",
      "outside the bounds",
    ] {
      #expect(error.description.contains(part), "\(part) in \(error)")
    }
    let classifier = SampleVictim.linear([[1], [0]], inputShape: [1, 28, 28])
    let text = try #require(throws: AttackError.self) {
      try AdaptiveMaskAttack().run(problem, against: classifier)
    }.description
    #expect(text.contains("no segmentation network"))
  }
}
