import Attacks
import Tensors
import TestSupport
import Testing

/// Closed forms: a linear classifier's best attack of size r lowers the margin by r times the dual norm of the weight
/// difference.
@Suite struct GradientAttackTests {
  private let wide: ClosedRange<Float> = -10...10

  private func budget(_ norm: Norm, _ size: Float, _ bounds: ClosedRange<Float>? = nil) -> Budget {
    Budget(norm: norm, size: size, bounds: bounds ?? wide)
  }

  private func searching(_ norm: Norm, _ size: Float, bounds: ClosedRange<Float>? = nil) -> GradientAttack {
    var attack = GradientAttack.pgd(budget: budget(norm, size, bounds), steps: 60, loss: .margin, seed: 3)
    var settings = attack.settings
    settings.stopsOnSuccess = false
    attack = GradientAttack(name: "pgd", settings: settings)
    return attack
  }

  // MARK: Linear victims with two and three classes

  @Test(
    arguments: [
      (Norm.linf, Float(3) / 7, nil), (.l2, 0.6, nil), (.l2, 1.0, Region([1, 0])), (.linf, 1.0, Region([1, 0])),
    ] as [(Norm, Float, Region?)])
  func succeedsJustAboveTheKnownDistanceAndNotBelow(norm: Norm, distance: Float, region: Region?) throws {
    let victim = SampleVictim.linear([[3, -4], [0, 0]], bias: [-1, 0])
    for (factor, succeeds) in [(Float(0.99), false), (1.01, true)] {
      let attack = searching(norm, factor * distance)
      let outcome = try attack.run([problem([2, 0.5], away: 0, region: region)], against: victim)[0]
      #expect(outcome.succeeded == succeeds, "\(norm) at \(factor) of the distance")
      #expect(!outcome.gradientVanished && !outcome.numericalTrouble && !outcome.wasInterrupted)
    }
  }

  // Class 2 is not reached at its L2 distance from class 0 (0.506842): class 1 takes over on the way.
  @Test(arguments: [(Norm.l2, 1, 0.316228), (.linf, 1, 0.25), (.linf, 2, 0.377778)])
  func reachesATargetClassJustAboveItsDistance(norm: Norm, target: Int, distance: Float) throws {
    let victim = SampleVictim.linear([[1, 2], [0, -1], [-2, 0.5]], bias: [0, 0.5, -0.2])
    for (factor, succeeds) in [(Float(0.98), false), (1.5, true)] {
      let attack = GradientAttack.pgd(
        budget: budget(norm, factor * distance), steps: 100, stepSize: 0.01, loss: .margin)
      let outcome = try attack.run([problem([0.3, 0.4], to: target)], against: victim)[0]
      #expect(outcome.succeeded == succeeds, "\(norm) to \(target) at \(factor)")
    }
  }

  @Test func theFastGradientLowersAMarginByTheDualNorm() throws {
    let victim = SampleVictim.linear([[1, 2], [0, -1], [-2, 0.5]], bias: [0, 0.5, -0.2])
    let attack = GradientAttack.fgsm(budget: budget(.linf, 0.1), loss: .margin)
    let outcome = try attack.run([problem([0.3, 0.4], away: 0)], against: victim)[0]
    #expect(abs(outcome.loss - -0.6) < 1e-6)
    let masked = try attack.run([problem([0.3, 0.4], away: 0, region: Region([1, 0]))], against: victim)[0]
    #expect(abs(masked.loss - -0.9) < 1e-6)
    #expect(outcome.forwards == 2 && outcome.backwards == 1 && outcome.iterations == 1)
  }

  @Test(arguments: [Norm.linf, .l2], [UInt64(1), 2, 3])
  func comesWithinAHundredthOfTheOptimumOfRandomLinearVictims(norm: Norm, seed: UInt64) throws {
    var stream = RandomStream(seed: seed)
    let weights = (0..<2).map { _ in (0..<40).map { _ in stream.nextGaussian() } }
    let clean = (0..<40).map { _ in stream.nextUniform() }
    let region = Region((0..<40).map { $0 % 3 == 0 ? 0 : 1 })
    let victim = SampleVictim.linear(weights)
    let difference = (0..<40).map { region.allowed[$0] ? weights[1][$0] - weights[0][$0] : 0 }
    let start = ClassificationLoss.margin(
      victim.logits(of: Tensor(shape: [1, 40], scalars: clean)), aims: [ClassAim(goal: .untargeted(label: 0))])
    let size: Float = norm == .linf ? 0.05 : 0.4
    let dual =
      norm == .linf
      ? difference.reduce(0) { $0 + abs($1) } : difference.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let outcome = try searching(norm, size).run([problem(clean, away: 0, region: region)], against: victim)[0]
    let gain = (outcome.loss - Float(start.values[0])) / (size * dual)
    #expect(gain >= 0.99 && gain <= 1.00001)
  }

  // MARK: The quadratic

  @Test func climbsAndDescendsTheQuadraticToItsKnownEnds() throws {
    let start: [Float] = [0.2, 0.1, 0]
    let ends: [(Norm, Int, value: Double, [Float])] = [
      (.l2, 0, 3.385652, [0.095751, 0.373655, -0.065156]), (.linf, 0, 3.805, [-0.1, 0.4, -0.3]),
      (.l2, 1, 2.004349, [0.304249, -0.173655, 0.065156]), (.linf, 1, 1.765, [0.5, -0.2, 0.3]),
    ]
    for (norm, label, value, end) in ends {
      // An offset close to the optimum, just not reached, keeps the loss small and so exactly represented.
      let offset = label == 0 ? -value - 0.01 : -value + 0.01
      let victim = SampleVictim.quadratic(center: [1, -2, 0.5], offset: offset)
      let outcome = try searching(norm, 0.3).run([problem(start, away: label)], against: victim)[0]
      #expect(close(outcome.adversarial.scalars, end, within: 1e-4), "\(norm), class \(label)")
      #expect(abs(outcome.loss - -0.01) < 1e-5 && !outcome.succeeded)
    }
  }

  @Test func aMaskAndABoxCutTheQuadraticsOptimum() throws {
    let victim = SampleVictim.quadratic(center: [1, -2, 0.5], offset: -100)
    let outcome = try searching(.linf, 0.3, bounds: 0...1).run(
      [problem([0.2, 0.1, 0], away: 0, region: Region([1, 0, 1]))], against: victim)[0]
    #expect(close(outcome.adversarial.scalars, [0, 0.1, 0]))
    #expect(outcome.adversarial.scalars[1].bitPattern == Float(0.1).bitPattern)
  }

  /// Two of three elements hit the box at once: what they cannot use of the ball goes to the third.
  @Test func theBallProjectionGivesClippedLengthToTheOthers() throws {
    let victim = SampleVictim.linear([[1, 1, 1], [0, 0, 0]])
    let outcome = try searching(.l2, 0.5, bounds: 0...1).run([problem([0.1, 0.1, 0.9], away: 0)], against: victim)[0]
    let third = 0.9 - (0.25 - 0.02).squareRoot()
    #expect(close(outcome.adversarial.scalars, [0, 0, Float(third)], within: 1e-3))
  }

  // MARK: Sequences

  /// `h_t = ½ h_{t−1} + w·x_t`, read at t = 4, `w = (1, −2)`; logits `(h_4, −50)`.
  private var recurrent: SampleVictim {
    let factors: [Float] = [0.125, 0.25, 0.5, 1]
    return .linear(
      [factors.flatMap { [$0, -2 * $0] }, [Float](repeating: 0, count: 8)], bias: [0, -50], inputShape: [4, 2])
  }

  @Test(arguments: [("frames:2-3", 4.5), ("all", 5.625), ("padding", 4.5), ("action", 1.125)] as [(String, Float)])
  func aRecurrentNetLosesWhatItsReachableFramesWeigh(region: String, drop: Float) throws {
    let context = RegionContext(
      shape: [4, 2], axes: [.time, .channel], frameKinds: [.action, .action, .padding, .padding])
    let sample = AttackProblem(
      id: "gesture", clean: Tensor(repeating: 0.5, shape: [4, 2]),
      region: try RegionSpecification(parsing: region).resolved(for: context), goal: .untargeted(label: 0))
    let size: Float = 0.1
    let outcome = try GradientAttack.fgsm(budget: budget(.linf, size), loss: .logit).run([sample], against: recurrent)[
      0]
    let before = recurrent.logits(of: Tensor(batching: [sample.clean])).scalars[0]
    #expect(abs(before + outcome.loss - size * drop) < 1e-5)
    #expect(sample.region.violations(clean: sample.clean, adversarial: outcome.adversarial).isClean)
  }

  /// A causal net that reads out at the second frame cannot see what comes after.
  @Test func framesThatAreNeverReadHaveNoGradient() throws {
    let victim = SampleVictim.linear([[1, 2, 0, 0], [0, 0, 0, 0]], inputShape: [4])
    let outcome = try GradientAttack.pgd(budget: budget(.linf, 1)).run(
      [problem([1, 1, 0, 0], away: 0, region: Region([0, 0, 1, 1]))], against: victim)[0]
    #expect(outcome.gradientVanished && !outcome.succeeded)
    #expect(outcome.backwards == 1)
  }

  // MARK: What every run must keep

  private func manyProblems(_ count: Int) -> [AttackProblem] {
    var stream = RandomStream(seed: 11)
    return (0..<count).map { index in
      problem(
        (0..<6).map { _ in stream.nextUniform() }, away: 0,
        region: Region((0..<6).map { $0 == index % 6 ? 0 : 1 }), id: "sample \(index)")
    }
  }

  /// Not linear, so that different points have different gradients.
  private var curved: SampleVictim {
    SampleVictim(
      inputShape: [6], outputShape: [3],
      answer: { x in [2.2 + x[0] * x[1] - x[2], x[3] * x[3] + x[4], x[5] * x[2] + x[1]] },
      pullback: { x, c in
        [
          c[0] * x[1], c[0] * x[0] + c[2], -c[0] + c[2] * x[5], 2 * c[1] * x[3], c[1], c[2] * x[2],
        ]
      })
  }

  @Test(arguments: [Norm.linf, .l2])
  func neitherBatchSizeNorOrderNorNeighboursChangeAByte(norm: Norm) throws {
    let problems = manyProblems(9)
    let attack = GradientAttack.pgd(
      budget: budget(norm, norm == .linf ? 0.25 : 0.5, 0...1), steps: 7, restarts: 3, seed: 5)
    let together = try attack.run(problems, against: curved)
    for size in [1, 2, 4] {
      let split = try attack.run(problems, against: curved, control: AttackControl(batchSize: size))
      #expect(split.map(\.adversarial) == together.map(\.adversarial))
      #expect(split.map(\.forwards) == together.map(\.forwards))
    }
    let backwards = try attack.run(problems.reversed(), against: curved)
    #expect(backwards.reversed().map(\.adversarial) == together.map(\.adversarial))
    let alone = try problems.map { try attack.run([$0], against: curved)[0] }
    #expect(alone.map(\.adversarial) == together.map(\.adversarial))
    #expect(Set(together.map(\.succeeded)) == [true, false], "the test needs samples that stay and samples that leave")
  }

  @Test func theSeedDecidesAndNothingElse() throws {
    let problems = manyProblems(4)
    func run(_ seed: UInt64) throws -> [Tensor] {
      try GradientAttack.pgd(budget: budget(.linf, 0.05, 0...1), steps: 1, stepSize: 0.001, seed: seed).run(
        problems, against: curved
      ).map(\.adversarial)
    }
    #expect(try run(1) == run(1))
    #expect(try run(1) != run(2))
  }

  @Test(arguments: [Norm.linf, .l2])
  func aBudgetOfNothingChangesNothing(norm: Norm) throws {
    let clean: [Float] = [-0.0, 0.3, 1, 0, 0.7, 0.5]
    let attacks = [
      GradientAttack.fgsm(budget: budget(norm, 0, 0...1)), .bim(budget: budget(norm, 0, 0...1)),
      .pgd(budget: budget(norm, 0, 0...1), restarts: 3),
    ]
    for attack in attacks {
      let outcome = try attack.run([problem(clean, away: 0)], against: curved)[0]
      #expect(outcome.adversarial.scalars.map(\.bitPattern) == clean.map(\.bitPattern))
      #expect(outcome.backwards == 0)
    }
  }

  @Test(arguments: [Norm.linf, .l2], ["fgsm", "bim", "pgd"])
  func everythingReturnedKeepsBudgetBoundsAndRegion(norm: Norm, name: String) throws {
    let limits = budget(norm, 0.3, 0...1)
    let attacks = [GradientAttack.fgsm(budget: limits), .bim(budget: limits), .pgd(budget: limits, restarts: 2)]
    let attack = try #require(attacks.first { $0.name == name })
    let problems = manyProblems(12)
    let outcomes = try attack.run(problems, against: curved)
    let found = try Verifier(budget: limits)(outcomes.map(\.adversarial), of: problems, against: curved)
    #expect(found.allSatisfy { $0.constraints.isClean })
    #expect(found.map(\.succeeded) == outcomes.map(\.succeeded))
    #expect(found.allSatisfy { found in found.constraints.norms.linf > 0 || found.succeeded })
  }

  /// Large values have coarse floats: adding the budget rounds past it unless that is seen to.
  @Test(arguments: [Norm.linf, .l2])
  func theBudgetHoldsWhereFloatsAreCoarse(norm: Norm) throws {
    let limits = Budget(norm: norm, size: 0.0101, bounds: 0...10_000)
    let clean = (0..<64).map { 1000 + Float($0) * 17.3 }
    let victim = SampleVictim.linear([(0..<64).map { $0 % 2 == 0 ? 1 : -1 }, [Float](repeating: 0, count: 64)])
    let sample = problem(clean, away: 1)
    let outcome = try GradientAttack.pgd(budget: limits).run([sample], against: victim)[0]
    let norms = PerturbationNorms(clean: sample.clean, adversarial: outcome.adversarial)
    #expect(norms(norm) <= 0.0101 && norms(norm) > 0)
  }

  @Test func aLargerBudgetIsNeverWorseOnALinearVictim() throws {
    let victim = SampleVictim.linear([[1, 2, -1], [0, -1, 1]])
    let losses = try [Float(0), 0.01, 0.1, 0.5, 1].map {
      try searching(.linf, $0).run([problem([0.3, 0.4, 0.5], away: 0)], against: victim)[0].loss
    }
    #expect(losses == losses.sorted())
  }

  // MARK: Counting, leaving, stopping

  @Test func aSampleLeavesTheBatchAtItsFirstSuccess() throws {
    let victim = SampleVictim.linear([[1, 1], [0, 0]])
    let problems = [problem([0.05, 0], away: 0, id: "weak"), problem([5, 5], away: 0, id: "strong")]
    let attack = GradientAttack.bim(budget: budget(.linf, 1), steps: 8, stepSize: 0.1)
    let outcomes = try attack.run(problems, against: victim)
    #expect(outcomes.map(\.succeeded) == [true, false])
    #expect(outcomes.map(\.iterations) == [1, 8])
    #expect(outcomes.map(\.forwards) == [2, 9])
    #expect(outcomes.map(\.backwards) == [2, 8])
    #expect(victim.gradientBatches == [2, 2, 1, 1, 1, 1, 1, 1])
    #expect(victim.forwardBatches == [1])
  }

  @Test func theLastPointIsLookedAtToo() throws {
    let victim = SampleVictim.linear([[1, 1], [0, 0]])
    let attack = GradientAttack.fgsm(budget: budget(.linf, 1))
    #expect(try attack.run([problem([0.5, 0.2], away: 0)], against: victim)[0].succeeded)
  }

  @Test func waitingSamplesTakeThePlaceOfThoseThatLeave() throws {
    let victim = SampleVictim.linear([[1, 1], [0, 0]])
    let problems = (0..<4).map { problem([$0 == 0 ? 5 : 0.05, 0], away: 0, id: "\($0)") }
    let attack = GradientAttack.bim(budget: budget(.linf, 1), steps: 8, stepSize: 0.1)
    var order: [Int] = []
    let control = AttackControl(batchSize: 2, didFinish: { index, _ in order.append(index) })
    let outcomes = try attack.run(problems, against: victim, control: control)
    #expect(outcomes.map(\.succeeded) == [false, true, true, true])
    #expect(order == [1, 2, 3, 0])
    #expect(victim.gradientBatches == [2, 2, 2, 2, 2, 2, 1, 1])
  }

  @Test func aStepThatLeadsNowhereNewEndsTheRestart() throws {
    let victim = SampleVictim.linear([[1, 1], [0, 0]])
    let attack = GradientAttack.bim(budget: budget(.linf, 0.1), steps: 1000, stepSize: 0.05)
    let outcome = try attack.run([problem([5, 5], away: 0)], against: victim)[0]
    #expect(outcome.iterations == 3 && abs(outcome.loss - (-9.8 - 0)) < 10)
    #expect(outcome.adversarial.scalars == [4.9, 4.9])
  }

  @Test func stoppingKeepsWhatWasFoundAndSaysSo() throws {
    let victim = SampleVictim.linear([[1, 1], [0, 0]])
    let problems = [
      problem([0.05, 0], away: 0, id: "weak"), problem([5, 5], away: 0, id: "strong"),
      problem([5, 5], away: 0, id: "never begun"),
    ]
    var polls = 0
    let control = AttackControl(
      batchSize: 1,
      shouldStop: {
        polls += 1
        return polls > 5
      })
    let attack = GradientAttack.bim(budget: budget(.linf, 1), steps: 8, stepSize: 0.1)
    let outcomes = try attack.run(problems, against: victim, control: control)
    #expect(outcomes.map(\.wasInterrupted) == [false, true, true])
    #expect(outcomes[0].succeeded && outcomes[1].backwards == 3)
    #expect(outcomes[2].forwards == 0 && outcomes[2].adversarial == problems[2].clean)
    #expect(victim.gradientBatches.count == 5)
  }

  @Test func gradientsThatAreNotNumbersAreReportedAndSurvived() throws {
    let victim = SampleVictim(
      inputShape: [3], outputShape: [2], answer: { [$0[0] + $0[1] + $0[2], 0] },
      pullback: { _, c in [c[0], .nan, .infinity] })
    let outcome = try GradientAttack.bim(budget: budget(.linf, 0.1)).run(
      [problem([1, 1, 1], away: 0)], against: victim)[0]
    #expect(outcome.numericalTrouble && !outcome.gradientVanished)
    #expect(close(outcome.adversarial.scalars, [0.9, 1, 1]))

    let broken = SampleVictim(
      inputShape: [1], outputShape: [2], answer: { _ in [.nan, 0] }, pullback: { _, c in [c[0]] })
    let nothing = try GradientAttack.pgd(budget: budget(.linf, 0.1)).run([problem([1], away: 0)], against: broken)[0]
    #expect(nothing.numericalTrouble && !nothing.succeeded)
    #expect(nothing.adversarial.scalars == [1])
  }

  @Test func restartsGoOnFromWhereSuccessIsMissing() throws {
    let outcome = try GradientAttack.pgd(
      budget: budget(.linf, 0.01, 0...1), steps: 3, stepSize: 0.004, restarts: 4
    ).run([manyProblems(1)[0]], against: curved)[0]
    #expect(!outcome.succeeded && outcome.iterations > 3 && outcome.forwards > outcome.backwards)
    #expect((0..<4).contains(outcome.restart))
  }

  // MARK: Impossible requests

  @Test func everythingWrongIsSaidAtOnceAndBeforeAnythingRuns() throws {
    let victim = SampleVictim.linear([[1, 1], [0, 0]])
    let settings = GradientAttackSettings(
      budget: Budget(norm: .linf, size: .infinity, bounds: 0...1), steps: 0, stepSize: -1, restarts: 2,
      randomStart: false, loss: .dlr)
    let problems = [
      problem([0.5, 0.5], away: 0, id: "a"), problem([0.5], away: 0, id: "b"),
      problem([0.5, 2], away: 7, id: "c"),
    ]
    let error = #expect(throws: AttackError.self) {
      try GradientAttack(name: "pgd", settings: settings).run(problems, against: victim)
    }
    let text = try #require(error).description
    for part in ["steps must", "random start", "step size", "finite", "sample a: the dlr loss needs 3 classes"] {
      #expect(text.contains(part), "\(part) in \(text)")
    }
    #expect(victim.gradientBatches.isEmpty && victim.forwardBatches.isEmpty)
  }

  @Test func inputsThatCannotBeAttackedAreNamed() throws {
    let victim = SampleVictim.linear([[1, 1], [0, 0], [0, 1], [1, 0]])
    let cases: [(AttackProblem, String)] = [
      (problem([0.5, 2], away: 0), "the value 2.0 at [1] is outside the bounds 0.0 to 1.0"),
      (problem([0.5, .nan], away: 0), "the value nan at [1]"),
      (problem([0.5], away: 0), "the input is [1], the model takes [2]"),
      (problem([0.5, 0.5], away: 0, region: Region([0, 0])), "is empty"),
      (problem([0.5, 0.5], away: 0, region: Region([1])), "the region is made for [1]"),
      (problem([0.5, 0.5], away: 4), "outside 0...3"),
      (problem([0.5, 0.5], to: 1), "needs the true class"),
      (problem([0.5, 0.5], to: 1, label: 1), "the target is the true class"),
    ]
    for (sample, complaint) in cases {
      let error = #expect(throws: AttackError.self) {
        try GradientAttack.pgd(budget: budget(.linf, 0.1, 0...1), loss: .dlr).run([sample], against: victim)
      }
      #expect(try #require(error).description.contains(complaint), "\(error?.description ?? "")")
    }
  }
}
