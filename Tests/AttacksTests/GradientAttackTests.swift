import Attacks
import Tensors
import TestSupport
import Testing

/// Closed forms: a linear classifier's best attack of size r lowers the margin by r times the dual norm of the weight
/// difference.
@Suite struct GradientAttackTests {
  // MARK: Linear victims with two and three classes

  @Test(
    arguments: [
      (Norm.linf, Float(3) / 7, nil), (.l2, 0.6, nil), (.l2, 1.0, Region([1, 0])), (.linf, 1.0, Region([1, 0])),
      (.l1, 0.75, nil), (.l1, 1.0, Region([1, 0])),
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

  @Test(arguments: [Norm.linf, .l2, .l1], [UInt64(1), 2, 3])
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
      switch norm {
      case .linf: difference.reduce(0) { $0 + abs($1) }
      case .l2: difference.reduce(0) { $0 + $1 * $1 }.squareRoot()
      case .l1, .l0: difference.reduce(0) { max($0, abs($1)) }
      }
    let outcome = try searching(norm, size).run([problem(clean, away: 0, region: region)], against: victim)[0]
    let gain = (outcome.loss - Float(start.values[0])) / (size * dual)
    #expect(gain >= 0.99 && gain <= 1.00001)
  }

  /// What a class more than the leading one adds is that it must not get in the way.
  @Test(arguments: [Norm.linf, .l2, .l1], [2, 5])
  func reachesTheBestMarginInsideABudget(norm: Norm, classes: Int) throws {
    var stream = RandomStream(seed: 17)
    let weights = (0..<classes).map { _ in (0..<12).map { _ in stream.nextGaussian() } }
    let clean = (0..<12).map { _ in stream.nextUniform() }
    let region = Region((0..<12).map { $0 % 4 == 1 ? 0 : 1 })
    let scores = weights.map { row in zip(row, clean).reduce(0.0) { $0 + Double($1.0) * Double($1.1) } }
    let bias = scores.enumerated().map { Float(-$1 - ($0 == 0 ? 0 : $0 == 1 ? 4 : 40)) }
    let victim = SampleVictim.linear(weights, bias: bias)
    let slopes = (0..<12).map { region.allowed[$0] ? abs(Double(weights[1][$0]) - Double(weights[0][$0])) : 0 }
    let size: Float = norm == .linf ? 0.03 : 0.1
    let dual =
      switch norm {
      case .linf: slopes.reduce(0, +)
      case .l2: slopes.reduce(0) { $0 + $1 * $1 }.squareRoot()
      case .l1, .l0: slopes.max() ?? 0
      }
    let limits = budget(norm, size)
    for attack in [
      GradientAttack.fgsm(budget: limits, loss: .margin), .bim(budget: limits, loss: .margin),
      .pgd(budget: limits, steps: 60, loss: .margin),
    ] {
      let outcome = try attack.run([problem(clean, away: 0, region: region)], against: victim)[0]
      #expect(abs(Double(outcome.loss) + 4 - Double(size) * dual) <= 1e-5, "\(attack.name): \(outcome.loss)")
    }
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
}
