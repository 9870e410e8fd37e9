import Attacks
import Foundation
import Tensors
import Testing

/// Noise of a given norm, and smallest sizes along lines that are known.
@Suite struct BaselineAttackTests {
  // MARK: Noise of a given norm

  @Test(arguments: [Norm.linf, .l2, .l1], NoiseKind.allCases)
  func theNormIsExactAfterClipping(norm: Norm, kind: NoiseKind) throws {
    for size: Float in [0.01, 0.3, 0.9] {
      let limits = Budget(norm: norm, size: size, bounds: 0...1)
      let attack = NoiseAttack(settings: NoiseSettings(budget: limits, kind: kind, draws: 4, stopsOnSuccess: false))
      let problems = sequenceProblems(3)
      for (problem, outcome) in zip(problems, try attack.run(problems, against: sequenceVictim)) {
        // The clean input is looked at too, and may be the best.
        guard outcome.adversarial != problem.clean else { continue }
        let length = PerturbationNorms(clean: problem.clean, adversarial: outcome.adversarial)(norm)
        #expect(length <= Double(size) && length >= Double(size) * (1 - 1e-5), "\(length) of \(size)")
        #expect(outcome.forwards == 5)
      }
    }
  }

  @Test func boundsThatLeaveLessRoomAreUsedUp() throws {
    let victim = SampleVictim.linear([[0, 0, 0, 0], [1, 1, 1, 1]], bias: [3.9, 0])
    let attack = NoiseAttack(settings: NoiseSettings(budget: budget(.l2, 100, 0...1), draws: 400))
    let outcome = try attack.run([problem([0, 0, 0, 0], away: 0)], against: victim)[0]
    #expect(outcome.succeeded && outcome.adversarial.scalars == [1, 1, 1, 1])
  }

  /// Half of the range for uniform noise in the mean, a good deal less for Gaussian noise, relative to the largest.
  @Test func theTwoKindsDiffer() throws {
    let count = 400
    let victim = SampleVictim.linear([[Float](repeating: 0, count: count), [Float](repeating: 0, count: count)])
    func mean(_ kind: NoiseKind) throws -> Double {
      let attack = NoiseAttack(
        settings: NoiseSettings(budget: budget(.linf, 1), kind: kind, draws: 1, stopsOnSuccess: false))
      let outcome = try attack.run([problem([Float](repeating: 0, count: count), to: 1)], against: victim)[0]
      return outcome.adversarial.scalars.reduce(0) { $0 + abs(Double($1)) } / Double(count)
    }
    let (uniform, gaussian) = (try mean(.uniform), try mean(.gaussian))
    #expect(uniform == 0 || abs(uniform - 0.5) < 0.06)
    #expect(gaussian < 0.4)
  }

  // MARK: Smallest sizes

  private func attack(
    _ baseline: Baseline, bounds: ClosedRange<Float> = 0...1, norm: Norm = .l2, draws: Int = 10, limit: Float? = nil
  ) -> BaselineAttack {
    BaselineAttack(
      settings: BaselineSettings(
        baseline: baseline, bounds: bounds, norm: norm, draws: draws, largestNorm: limit))
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func contrastIsReducedNoFurtherThanNeeded(seed: UInt64) throws {
    var stream = RandomStream(seed: seed)
    let clean = (0..<20).map { _ in stream.nextUniform() }
    let region = Region((0..<20).map { $0 % 4 == 0 ? 0 : 1 })
    // The margin `−w·x + …` crosses zero where a known share of the way to the middle is done.
    let weights = clean.map { $0 < 0.5 ? Float(1) : -1 }
    let way = zip(clean, region.allowed).reduce(0.0) { $0 + ($1.1 ? abs(0.5 - Double($1.0)) : 0) }
    let start = zip(clean, weights).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    let share = 0.37
    let victim = SampleVictim.linear(
      [[Float](repeating: 0, count: 20), weights], bias: [Float(start + share * way), 0])
    let outcome = try attack(.contrast).run([problem(clean, away: 0, region: region)], against: victim)[0]
    let squares = zip(clean, region.allowed).reduce(0.0) {
      $0 + ($1.1 ? (0.5 - Double($1.0)) * (0.5 - Double($1.0)) : 0)
    }
    let ratio =
      PerturbationNorms(clean: vector(clean), adversarial: outcome.adversarial).l2 / (share * squares.squareRoot())
    #expect(outcome.succeeded && ratio > 0.9999 && ratio < 1.001, "\(ratio)")
    #expect(outcome.forwards == 1 + 20 + 10 && outcome.backwards == 0)
  }

  @Test(arguments: [NoiseKind.gaussian, .uniform])
  func noiseInOneElementIsAsShortAsCanBe(kind: NoiseKind) throws {
    for gap: Float in [0.03, 0.2] {
      let victim = SampleVictim.linear([[0], [1]], bias: [0.5 + gap, 0])
      let outcome = try attack(.noise(kind)).run([problem([0.5], away: 0)], against: victim)[0]
      let ratio = (outcome.adversarial.scalars[0] - 0.5) / gap
      #expect(outcome.succeeded && ratio >= 1 && ratio < 1.01, "\(ratio)")
    }
  }

  @Test func saltAndPepperFlipsAsFewElementsAsItMust() throws {
    let victim = SampleVictim.linear(
      [[Float](repeating: 0, count: 12), [Float](repeating: 1, count: 12)], bias: [6.9, 0])
    let outcome = try attack(.saltAndPepper, norm: .l0, draws: 40).run(
      [problem([Float](repeating: 0.5, count: 12), away: 0)], against: victim)[0]
    #expect(outcome.succeeded)
    #expect(outcome.adversarial.scalars.filter { $0 == 1 }.count == 2)
    #expect(
      outcome.adversarial.scalars.filter { $0 == 0.5 }.count == 10, "two in forty draws begin with two grains of salt")
  }

  /// Two elements side by side, mirrored at the ends: `x = (1, 0)` becomes `(1 − a, a)`.
  @Test func blurIsNoWiderThanNeeded() throws {
    let victim = SampleVictim.linear([[0, 0], [0, 1]], bias: [0.2, 0], inputShape: [1, 2])
    let sample = AttackProblem(
      id: "s", clean: Tensor(shape: [1, 2], scalars: [1, 0]), region: .all([1, 2]), goal: .untargeted(label: 0))
    let outcome = try attack(.blur).run([sample], against: victim)[0]
    #expect(outcome.succeeded && abs(outcome.adversarial.scalars[1] - 0.2) < 0.01, "\(outcome.adversarial.scalars)")
    #expect(outcome.adversarial.scalars[1] >= 0.2)
    #expect(abs(outcome.adversarial.scalars[0] + outcome.adversarial.scalars[1] - 1) < 1e-6)
  }

  @Test(arguments: [Baseline.noise(.gaussian), .noise(.uniform), .saltAndPepper, .contrast, .blur])
  func aGoalThatIsReachedAlreadyEndsTheSearch(baseline: Baseline) throws {
    let victim = SampleVictim.linear([[0, 0], [0, 0]], bias: [0, 1])
    let outcome = try attack(baseline).run([problem([0.25, 0.5], away: 0)], against: victim)[0]
    #expect(outcome.succeeded && outcome.forwards == 1 && outcome.adversarial.scalars == [0.25, 0.5])
  }

  @Test func aSuccessLongerThanTheLimitIsNone() throws {
    let victim = SampleVictim.linear([[0], [1]], bias: [0.7, 0])
    for (limit, succeeds) in [(Float(0.15), false), (0.25, true)] {
      let outcome = try attack(.noise(.gaussian), limit: limit).run([problem([0.5], away: 0)], against: victim)[0]
      #expect(outcome.succeeded == succeeds)
      #expect(PerturbationNorms(clean: vector([0.5]), adversarial: outcome.adversarial).l2 <= Double(limit))
    }
  }
}
