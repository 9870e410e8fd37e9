import Attacks
import Tensors
import Testing

@Suite struct AutoPGDTests {
  private static func attack(
    _ norm: Norm, _ size: Float, bounds: ClosedRange<Float>? = nil, steps: Int = 100,
    loss: ClassificationLoss = .margin, classes: Int? = nil, draws: Int = 1, stops: Bool = false
  ) -> AutoPGD {
    AutoPGD(
      name: "apgd",
      settings: AutoPGDSettings(
        budget: budget(norm, size, bounds), steps: steps, loss: loss, targetClasses: classes, draws: draws, seed: 5,
        stopsOnSuccess: stops))
  }

  static let sizes: [(Norm, Float)] = [(.linf, 0.05), (.linf, 0.3), (.l2, 0.2), (.l2, 1), (.l1, 0.5), (.l1, 3)]

  // MARK: Optima

  @Test(arguments: sizes, [ClassificationLoss.margin, .crossEntropy])
  func reachesTheOptimumOfTwoClasses(size: (norm: Norm, size: Float), loss: ClassificationLoss) throws {
    for seed in [UInt64(1), 2] {
      let linear = LinearVictimCase(seed: seed)
      let outcome = try Self.attack(size.norm, size.size, loss: loss).run([linear.problem], against: linear.victim)[0]
      let best = linear.bestMargin(size.norm, Double(size.size))
      #expect(abs(Double(outcome.loss) - best) <= 1e-5 * max(1, abs(best)), "\(outcome.loss) of \(best)")
    }
  }

  /// Tight bounds: many elements of the optimum touch them.
  @Test(arguments: sizes) func reachesTheOptimumInsideBoundsAndRegion(size: (norm: Norm, size: Float)) throws {
    let region = Region((0..<12).map { $0 % 4 == 1 ? 0 : 1 })
    for seed in [UInt64(4), 5] {
      let linear = LinearVictimCase(seed: seed, bounds: 0...1, region: region)
      let outcome = try Self.attack(size.norm, size.size, bounds: 0...1).run([linear.problem], against: linear.victim)[
        0]
      let best = linear.bestMargin(size.norm, Double(size.size))
      #expect(abs(Double(outcome.loss) - best) <= 1e-5 * max(1, abs(best)), "\(outcome.loss) of \(best)")
    }
  }

  @Test(arguments: sizes) func aimingAtEveryClassFindsTheBestOfMany(size: (norm: Norm, size: Float)) throws {
    for seed in [UInt64(7)] {
      let linear = LinearVictimCase(seed: seed, classes: 6)
      let outcome = try Self.attack(size.norm, size.size, classes: 9).run([linear.problem], against: linear.victim)[0]
      let best = linear.bestMargin(size.norm, Double(size.size))
      #expect(abs(Double(outcome.loss) - best) <= 1e-5 * max(1, abs(best)), "\(outcome.loss) of \(best)")
    }
  }

  /// The ratio has its maximum elsewhere than the margin; what counts is that it crosses the boundary where that can just
  /// be crossed.
  @Test(arguments: [Norm.linf, .l2, .l1]) func aSizeJustAboveTheShortestSuffices(norm: Norm) throws {
    for seed in UInt64(20)..<23 {
      let linear = LinearVictimCase(seed: seed, classes: 5, bounds: 0...1)
      let limits = budget(norm, Float(1.02 * linear.shortest(norm)), 0...1)
      #expect(try AutoPGD.targeted(budget: limits).run([linear.problem], against: linear.victim)[0].succeeded)
    }
  }

  @Test func climbsAndDescendsTheQuadraticToItsKnownEnds() throws {
    let ends: [(Norm, Int, value: Double, [Float])] = [
      (.l2, 0, 3.385652, [0.095751, 0.373655, -0.065156]), (.linf, 0, 3.805, [-0.1, 0.4, -0.3]),
      (.l2, 1, 2.004349, [0.304249, -0.173655, 0.065156]), (.linf, 1, 1.765, [0.5, -0.2, 0.3]),
    ]
    for (norm, label, value, end) in ends {
      let offset = label == 0 ? -value - 0.01 : -value + 0.01
      let victim = SampleVictim.quadratic(center: [1, -2, 0.5], offset: offset)
      let outcome = try Self.attack(norm, 0.3).run([problem([0.2, 0.1, 0], away: label)], against: victim)[0]
      #expect(close(outcome.adversarial.scalars, end, within: 1e-3), "\(norm), class \(label): \(outcome.adversarial)")
      #expect(abs(outcome.loss - -0.01) < 1e-5 && !outcome.succeeded)
    }
  }

  // MARK: Goals and classes

  @Test func aTargetedProblemHasOneClassToAimAt() throws {
    let linear = LinearVictimCase(seed: 3, classes: 5)
    let outcome = try AutoPGD.targeted(budget: budget(.linf, 2)).run(
      [linear.problem(.targeted(class: 4))], against: linear.victim)[0]
    #expect(outcome.succeeded && outcome.restart == 0)
    let scores = linear.victim.logits(of: Tensor(batching: [outcome.adversarial]))
    #expect(Prediction.classIndices(of: scores) == [4])
  }

  @Test(arguments: [2, 3]) func fewClassesTakeTheMarginWhereTheRatioIsNotDefined(classes: Int) throws {
    let linear = LinearVictimCase(seed: 4, classes: classes)
    let outcome = try AutoPGD.targeted(budget: budget(.l2, 1)).run([linear.problem], against: linear.victim)[0]
    #expect(outcome.succeeded)
    let error = #expect(throws: AttackError.self) {
      try AutoPGD.differenceOfLogitsRatio(budget: budget(.l2, 1)).run(
        [problem([0, 0], away: 0)], against: SampleVictim.linear([[1, 0], [0, 1]]))
    }
    #expect(try #require(error).description.contains("needs 3 classes"))
  }

  // MARK: Course

  @Test func countsItsPasses() throws {
    let problems = [manyProblems(1)[0]]
    let limits = budget(.l2, 0.01, 0...1)
    let smooth = try Self.attack(.l2, 0.01, bounds: 0...1, steps: 20).run(problems, against: curved)[0]
    #expect(smooth.forwards == 21 && smooth.backwards == 20 && smooth.iterations == 20)
    let sparse = try Self.attack(.l1, 0.01, bounds: 0...1, steps: 20).run(problems, against: curved)[0]
    #expect(sparse.forwards == 23 && sparse.backwards == 22 && sparse.iterations == 20)
    let targeted = try AutoPGD.targeted(budget: limits, steps: 10, restarts: 2).run(problems, against: curved)[0]
    #expect(targeted.forwards == 1 + 4 * 11 && targeted.backwards == 4 * 10)
    let averaged = try Self.attack(.l2, 0.01, bounds: 0...1, steps: 10, draws: 3).run(problems, against: curved)[0]
    #expect(averaged.forwards == 33 && averaged.backwards == 30)
  }

  @Test func checkpointsHalveTheStepSoThatANarrowValleyIsFound() throws {
    // A steep parabola over one element: the first step of twice the budget jumps over its minimum.
    let victim = SampleVictim(
      inputShape: [1], outputShape: [2], answer: { [0, -100 * ($0[0] - 0.313) * ($0[0] - 0.313) - 1e-4] },
      pullback: { x, c in [-200 * (x[0] - 0.313) * c[1]] })
    let outcome = try Self.attack(.linf, 1).run([problem([0], away: 0)], against: victim)[0]
    #expect(abs(outcome.adversarial.scalars[0] - 0.313) < 0.01)
  }

  @Test func aSampleThatHasSucceededLeavesAtOnce() throws {
    let linear = LinearVictimCase(seed: 2)
    let outcome = try Self.attack(.linf, 1, stops: true).run([linear.problem], against: linear.victim)[0]
    #expect(outcome.succeeded && outcome.forwards <= 3)
  }

  @Test func aVictimThatShowsNoGradientEndsTheSearch() throws {
    let victim = SampleVictim.linear([[1, 2, 0, 0], [0, 0, 0, 0]])
    for norm in [Norm.linf, .l2, .l1] {
      let outcome = try Self.attack(norm, 1).run(
        [problem([1, 1, 0, 0], away: 0, region: Region([0, 0, 1, 1]))], against: victim)[0]
      #expect(outcome.gradientVanished && !outcome.succeeded && outcome.forwards <= 4)
    }
  }

  // MARK: Victims that answer at random

  /// Its noise is as large as its slope: one look in two points the wrong way.
  private func noisy(seed: UInt64) -> SampleVictim {
    var stream = RandomStream(seed: seed)
    return SampleVictim(
      inputShape: [4], outputShape: [2],
      answer: { x in [1 + x.reduce(0, +) / 4 + 0.2 * stream.nextGaussian(), 0] },
      pullback: { x, c in x.map { _ in c[0] * (0.25 + 0.5 * stream.nextGaussian()) } })
  }

  @Test func averagingSeveralLooksFindsTheWayThroughNoise() throws {
    let sample = problem([0, 0, 0, 0], away: 0)
    let outcome = try Self.attack(.linf, 2, steps: 20, draws: 20, stops: true).run([sample], against: noisy(seed: 1))[0]
    #expect(outcome.succeeded && outcome.forwards % 20 == 0)
    #expect(outcome.adversarial.scalars.reduce(0, +) / 4 < -0.9, "most draws must reach the goal")
  }

  // MARK: Impossible requests

  @Test func saysEverythingThatIsWrong() {
    let settings = AutoPGDSettings(
      budget: budget(.l0, 3), steps: 0, restarts: 0, targetClasses: 0, draws: 0)
    let error = #expect(throws: AttackError.self) {
      try AutoPGD(name: "apgd", settings: settings).run(
        [problem([1], away: 0)], against: SampleVictim.linear([[1], [0]]))
    }
    #expect(error?.complaints.count == 5)
  }
}
