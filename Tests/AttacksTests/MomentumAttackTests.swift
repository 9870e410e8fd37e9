import Attacks
import Tensors
import Testing

/// Closed forms: on a linear victim every gradient is the same, so that momentum, look-ahead, scales and variance tuning
/// must all end at the corner of the budget that PGD ends at.
@Suite struct MomentumAttackTests {
  private static func presets(_ budget: Budget, seed: UInt64 = 0) -> [MomentumAttack] {
    [
      .mifgsm(budget: budget, loss: .margin), .nifgsm(budget: budget, loss: .margin),
      .sifgsm(budget: budget, loss: .margin), .sifgsm(budget: budget, looksAhead: true, loss: .margin),
      .vmifgsm(budget: budget, tuning: VarianceTuning(neighbours: 3), loss: .margin, seed: seed),
      .vnifgsm(budget: budget, tuning: VarianceTuning(neighbours: 3), loss: .margin, seed: seed),
      .tifgsm(budget: budget, kernel: TranslationKernel(reach: 0), loss: .margin),
      .difgsm(budget: budget, diversity: InputDiversity(probability: 0), loss: .margin, seed: seed),
    ]
  }

  @Test(arguments: [Norm.linf, .l2], [UInt64(1), 2])
  func reachesTheOptimumOfRandomLinearVictims(norm: Norm, seed: UInt64) throws {
    var stream = RandomStream(seed: seed)
    let weights = (0..<2).map { _ in (0..<30).map { _ in stream.nextGaussian() } }
    let clean = (0..<30).map { _ in stream.nextUniform() }
    let region = Region((0..<30).map { $0 % 3 == 0 ? 0 : 1 })
    let victim = SampleVictim.linear(weights)
    let difference = (0..<30).map { region.allowed[$0] ? Double(weights[1][$0] - weights[0][$0]) : 0 }
    let start = zip(clean, weights[0].indices).reduce(0.0) {
      $0 + Double($1.0) * Double(weights[1][$1.1] - weights[0][$1.1])
    }
    let dual =
      norm == .linf ? difference.reduce(0) { $0 + abs($1) } : difference.reduce(0) { $0 + $1 * $1 }.squareRoot()
    for size: Float in [0.02, 0.3] {
      for attack in Self.presets(budget(norm, size)) {
        let outcome = try attack.run([problem(clean, away: 0, region: region)], against: victim)[0]
        let optimum = start + Double(size) * dual
        #expect(
          abs(Double(outcome.loss) - optimum) < 1e-5, "\(attack.name) \(norm) \(size): \(outcome.loss) of \(optimum)")
      }
    }
  }

  @Test func aTargetIsReachedWithSeveralClasses() throws {
    let victim = SampleVictim.linear([[1, 2], [0, -1], [-2, 0.5]], bias: [0, 0.5, -0.2])
    for attack in Self.presets(budget(.linf, 0.26)) {
      let outcome = try attack.run([problem([0.3, 0.4], to: 1)], against: victim)[0]
      #expect(outcome.succeeded && abs(outcome.loss - 0.04) < 1e-5, "\(attack.name): \(outcome.loss)")
    }
  }

  @Test(arguments: [(0, Float(3.805)), (1, 1.765)])
  func climbsAndDescendsTheQuadratic(label: Int, value: Float) throws {
    for attack in Self.presets(budget(.linf, 0.3)) {
      let victim = SampleVictim.quadratic(center: [1, -2, 0.5], offset: 0)
      let outcome = try attack.run([problem([0.2, 0.1, 0], away: label)], against: victim)[0]
      #expect(abs(abs(outcome.loss) - value) < 1e-4, "\(attack.name): \(outcome.loss)")
    }
  }

  /// Half the budget at random, half along the gradient: each element ends at 0 or at the whole budget, on the good side.
  @Test func theRandomStartOfRFGSMTakesHalfTheBudget() throws {
    var stream = RandomStream(seed: 4)
    let weights = (0..<40).map { _ in stream.nextGaussian() }
    let victim = SampleVictim.linear([weights, [Float](repeating: 0, count: 40)])
    let clean = [Float](repeating: 0.5, count: 40)
    let outcome = try MomentumAttack.rfgsm(budget: budget(.linf, 0.25, 0...1), seed: 1).run(
      [problem(clean, away: 0)], against: victim)[0]
    let moved = zip(outcome.adversarial.scalars, weights).map { ($0 - 0.5) * ($1 > 0 ? -1 : 1) }
    #expect(moved.allSatisfy { abs($0) < 1e-6 || abs($0 - 0.25) < 1e-6 })
    #expect(Set(moved.map { $0 > 0.1 }) == [true, false])
    #expect(outcome.forwards == 2 && outcome.backwards == 1 && outcome.iterations == 1)
  }

  /// A gradient that turns round: `z = x₀` rising up to 0.3 and falling after; momentum carries on where plain steps
  /// would turn back.
  @Test func momentumKeepsGoingWhereTheGradientTurns() throws {
    let victim = SampleVictim(
      inputShape: [1], outputShape: [2], answer: { [0, -abs($0[0] - 0.3) - 1] },
      pullback: { x, c in [c[1] * (x[0] > 0.3 ? -1 : 1)] })
    var visited: [Float] = []
    for decay: Float in [0, 1] {
      let attack = MomentumAttack.mifgsm(budget: budget(.linf, 1), steps: 10, decay: decay, loss: .margin)
      let watched = SampleVictim(
        inputShape: [1], outputShape: [2],
        answer: { x in
          visited.append(x[0])
          return victim.logits(of: Tensor(shape: [1, 1], scalars: x)).scalars
        }, pullback: { x, c in [c[1] * (x[0] > 0.3 ? -1 : 1)] })
      visited = []
      let outcome = try attack.run([problem([0], away: 0)], against: watched)[0]
      #expect(abs(outcome.adversarial.scalars[0] - 0.3) < 1e-5, "the largest loss is returned, not the last")
      #expect((visited.max() ?? 0) > (decay == 0 ? 0.35 : 0.55) && (visited.max() ?? 1) < (decay == 0 ? 0.45 : 0.8))
    }
  }

  @Test(arguments: [Norm.linf, .l2])
  func aLargerBudgetIsNeverWorseOnALinearVictim(norm: Norm) throws {
    let victim = SampleVictim.linear([[1, 2, -1], [0, -1, 1]])
    for index in Self.presets(budget(norm, 0)).indices {
      let losses = try [Float(0), 0.01, 0.1, 0.5, 1].map {
        try Self.presets(budget(norm, $0))[index].run([problem([0.3, 0.4, 0.5], away: 0)], against: victim)[0].loss
      }
      #expect(losses == losses.sorted() && losses[4] > losses[0] + 1)
    }
  }

  @Test func countsPassesExactly() throws {
    let victim = SampleVictim.linear([[1, 1], [0, 0]])
    let sample = problem([5, 5], away: 0)
    let cases: [(MomentumAttack, forwards: Int, backwards: Int)] = [
      (.mifgsm(budget: budget(.linf, 1), steps: 8), 9, 8),
      // The first point ahead is the clean input; the other seven iterates need a pass of their own.
      (.nifgsm(budget: budget(.linf, 1), steps: 8), 8 + 7 + 1, 8),
      (.sifgsm(budget: budget(.linf, 1), steps: 8, copies: 3), 8 * 3 + 1, 24),
      (.vmifgsm(budget: budget(.linf, 1), steps: 8, tuning: VarianceTuning(neighbours: 4)), 8 * 5 + 1, 40),
      (.tifgsm(budget: budget(.linf, 1), steps: 8), 9, 8),
    ]
    for (attack, forwards, backwards) in cases {
      let outcome = try attack.run([sample], against: victim)[0]
      #expect(outcome.forwards == forwards && outcome.backwards == backwards, "\(attack.name)")
      #expect(outcome.iterations == 8)
    }
  }

  @Test func goesOnAfterSuccessUnlessToldNotTo() throws {
    let victim = SampleVictim.linear([[1, 1], [0, 0]])
    var settings = MomentumSettings(budget: budget(.linf, 1))
    let on = try MomentumAttack(name: "mi", settings: settings).run([problem([0.05, 0], away: 0)], against: victim)[0]
    settings.stopsOnSuccess = true
    let off = try MomentumAttack(name: "mi", settings: settings).run([problem([0.05, 0], away: 0)], against: victim)[0]
    #expect(on.succeeded && on.iterations == 10 && off.succeeded && off.iterations == 1)
    #expect(on.loss > off.loss)
  }

  /// Class 0 leads by 550: the cross-entropy's derivative is about 10⁻²³⁹, nothing in `Float`.
  @Test func aSaturatedSoftmaxStillHasADirection() throws {
    let victim = SampleVictim.linear([[1000, 100], [0, 0]])
    let outcome = try MomentumAttack.sifgsm(budget: budget(.linf, 0.1), copies: 3).run(
      [problem([0.5, 0.5], away: 0)], against: victim)[0]
    #expect(close(outcome.adversarial.scalars, [0.4, 0.4]) && !outcome.gradientVanished)
  }

  @Test func everythingWrongIsSaidAtOnce() throws {
    let settings = MomentumSettings(
      budget: Budget(norm: .l1, size: .infinity, bounds: 0...1), steps: 0, stepSize: 0, decay: -1, scaleCopies: 0,
      diversity: InputDiversity(probability: 2, smallestShare: 0), smoothing: TranslationKernel(reach: -1),
      varianceTuning: VarianceTuning(neighbours: 0, reach: 0), randomShare: 1)
    let error = #expect(throws: AttackError.self) {
      try MomentumAttack(name: "mi", settings: settings).run([], against: SampleVictim.linear([[1], [0]]))
    }
    #expect(error?.complaints.count == 12)
  }
}
