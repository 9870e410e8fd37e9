import Attacks
import Tensors
import Testing

@Suite struct FastAdaptiveBoundaryTests {
  private static func attack(
    _ norm: Norm, bounds: ClosedRange<Float> = -10...10, steps: Int = 60, restarts: Int = 1, classes: Int? = nil,
    limit: Float? = nil, stops: Bool = false
  ) -> FastAdaptiveBoundary {
    FastAdaptiveBoundary(
      settings: FastAdaptiveBoundarySettings(
        norm: norm, bounds: bounds, steps: steps, restarts: restarts, targetClasses: classes, largestNorm: limit,
        stopsOnSuccess: stops, seed: 2))
  }

  private func ratio(_ outcome: Outcome, _ linear: LinearVictimCase, _ norm: Norm) -> Double {
    let clean = Tensor(shape: outcome.adversarial.shape, scalars: linear.clean)
    return PerturbationNorms(clean: clean, adversarial: outcome.adversarial)(norm) / linear.shortest(norm)
  }

  // MARK: Optima

  @Test(arguments: [Norm.linf, .l2, .l1], [2, 5]) func findsTheShortestPerturbation(norm: Norm, classes: Int) throws {
    for seed in UInt64(1)...2 {
      let linear = LinearVictimCase(seed: seed, classes: classes)
      for aimed in [nil, 9] {
        let outcome = try Self.attack(norm, steps: 30, classes: aimed).run([linear.problem], against: linear.victim)[0]
        let ratio = ratio(outcome, linear, norm)
        #expect(outcome.succeeded && ratio >= 0.9999 && ratio <= 1.01, "ratio \(ratio)")
      }
    }
  }

  /// Many elements of the optimum touch the bounds: the projections must know them.
  @Test(arguments: [Norm.linf, .l2, .l1], [2, 5])
  func findsTheShortestInsideBoundsAndRegion(norm: Norm, classes: Int) throws {
    let region = Region((0..<12).map { $0 % 4 == 1 ? 0 : 1 })
    for seed in UInt64(5)...6 {
      let linear = LinearVictimCase(seed: seed, classes: classes, bounds: -0.1...1.1, region: region)
      let outcome = try Self.attack(norm, bounds: -0.1...1.1, classes: 9).run([linear.problem], against: linear.victim)[
        0]
      let ratio = ratio(outcome, linear, norm)
      #expect(outcome.succeeded && ratio >= 0.9999 && ratio <= 1.01, "ratio \(ratio)")
      #expect(region.violations(clean: vector(linear.clean), adversarial: outcome.adversarial).isClean)
    }
  }

  /// PEERS §7 A: f = 3x₁ − 4x₂ − 1 at (2, ½).
  @Test(
    arguments: [(.l2, 0.6, [1.64, 0.98]), (.linf, 3.0 / 7, [1.571429, 0.928571]), (.l1, 0.75, [2, 1.25])]
      as [(Norm, Double, [Float])])
  func landsOnTheKnownPoint(norm: Norm, length: Double, end: [Float]) throws {
    let victim = SampleVictim.linear([[3, -4], [0, 0]], bias: [-1, 0])
    let outcome = try Self.attack(norm).run([problem([2, 0.5], away: 0)], against: victim)[0]
    #expect(outcome.succeeded && close(outcome.adversarial.scalars, end, within: 2e-3), "\(outcome.adversarial)")
    let masked = try Self.attack(.l2).run([problem([2, 0.5], away: 0, region: Region([1, 0]))], against: victim)[0]
    #expect(masked.succeeded && close(masked.adversarial.scalars, [1, 0.5], within: 1e-2))
  }

  /// Away from the centre of a sphere of radius 2: the shortest way is straight outwards.
  @Test func findsTheNearestPointOfACurvedBoundary() throws {
    let victim = SampleVictim.quadratic(center: [0, 0, 0], offset: -2)
    let outcome = try Self.attack(.l2).run([problem([0.6, 0, 0.8], away: 0)], against: victim)[0]
    #expect(outcome.succeeded && close(outcome.adversarial.scalars, [1.2, 0, 1.6], within: 5e-3))
  }

  @Test func reachesTheClassThatIsAskedFor() throws {
    for target in 1..<5 {
      let linear = LinearVictimCase(seed: 9, classes: 5)
      let outcome = try Self.attack(.l2).run([linear.problem(.targeted(class: target))], against: linear.victim)[0]
      let scores = linear.victim.logits(of: Tensor(batching: [outcome.adversarial]))
      #expect(outcome.succeeded && Prediction.classIndices(of: scores) == [target])
    }
  }

  /// On a curved victim no optimum is known: an attack of a fixed size succeeds a little above what FAB finds.
  @Test(arguments: [Norm.linf, .l2, .l1]) func othersDoNotCrossTheBoundaryEarlier(norm: Norm) throws {
    let problems = manyProblems(6)
    let found = try Self.attack(norm, bounds: 0...1, restarts: 3).run(problems, against: curved)
    var (above, below, count) = (0, 0, 0)
    for (problem, outcome) in zip(problems, found) where outcome.succeeded && outcome.forwards > 1 {
      let length = PerturbationNorms(clean: problem.clean, adversarial: outcome.adversarial)(norm)
      let succeeds = { (factor: Double) in
        let limits = budget(norm, Float(factor * length), 0...1)
        return try AutoPGD.targeted(budget: limits, restarts: 2).run([problem], against: curved)[0].succeeded
      }
      count += 1
      above += try succeeds(1.02) ? 1 : 0
      below += try succeeds(0.98) ? 1 : 0
    }
    #expect(count == 6 && above >= 5 && below <= 1, "\(above) above, \(below) below")
  }

  // MARK: Course

  @Test func anInputThatIsWrongAlreadyIsItsOwnAnswer() throws {
    let victim = SampleVictim.linear([[1, 0], [0, 1]])
    let outcome = try Self.attack(.l2).run([problem([0, 1], away: 0)], against: victim)[0]
    #expect(outcome.succeeded && outcome.adversarial.scalars == [0, 1] && outcome.forwards == 1)
  }

  @Test func countsItsPasses() throws {
    let linear = LinearVictimCase(seed: 1, classes: 4)
    let all = try Self.attack(.l2, steps: 10).run([linear.problem], against: linear.victim)[0]
    #expect(all.forwards == 1 + 10 * (3 + 1) + 3 && all.backwards == 30 && all.iterations == 10)
    let each = try Self.attack(.l2, steps: 10, classes: 2).run([linear.problem], against: linear.victim)[0]
    #expect(each.forwards == 1 + 2 * 10 * 2 + 3 && each.backwards == 20)
  }

  @Test(arguments: [Norm.linf, .l2, .l1]) func worksInsideABudget(norm: Norm) throws {
    let linear = LinearVictimCase(seed: 3, classes: 4)
    for (factor, succeeds) in [(1.02, true), (0.98, false)] {
      let limits = budget(norm, Float(factor * linear.shortest(norm)))
      let outcome = try FastAdaptiveBoundary.targeted(budget: limits).run([linear.problem], against: linear.victim)[0]
      #expect(outcome.succeeded == succeeds)
      let norms = PerturbationNorms(clean: linear.problem.clean, adversarial: outcome.adversarial)
      #expect(norms(norm) <= Double(limits.size))
    }
  }

  /// The first run is the same; what others add can only be shorter.
  @Test func restartsLookElsewhereAndKeepTheShortest() throws {
    let problems = manyProblems(6)
    let once = try Self.attack(.l2, bounds: 0...1, steps: 5).run(problems, against: curved)
    let often = try Self.attack(.l2, bounds: 0...1, steps: 5, restarts: 3).run(problems, against: curved)
    for (index, problem) in problems.enumerated() where once[index].forwards > 1 {
      let lengths = [once, often].map {
        PerturbationNorms(clean: problem.clean, adversarial: $0[index].adversarial).l2
      }
      #expect(!once[index].succeeded || lengths[1] <= lengths[0] * 1.001)
      #expect(!once[index].succeeded || often[index].forwards == 1 + 3 * 5 * 3 + 3)
    }
    #expect(once.contains { $0.succeeded && $0.forwards > 1 })
  }

  @Test func aVictimThatShowsNoGradientEndsTheSearch() throws {
    let victim = SampleVictim.linear([[1, 2, 0, 0], [0, 0, 0, 0]])
    let outcome = try Self.attack(.l2, restarts: 5).run(
      [problem([1, 1, 0, 0], away: 0, region: Region([0, 0, 1, 1]))], against: victim)[0]
    #expect(outcome.gradientVanished && !outcome.succeeded && outcome.forwards == 2)
  }

  @Test func aBoundaryOutOfReachEndsTheSearch() throws {
    let victim = SampleVictim.linear([[1, 1], [0, 0]])
    let outcome = try Self.attack(.l2, bounds: 1...2).run([problem([1.5, 1.5], away: 0)], against: victim)[0]
    #expect(!outcome.succeeded && outcome.iterations == 60)
  }

  @Test func saysEverythingThatIsWrong() {
    let settings = FastAdaptiveBoundarySettings(
      norm: .l0, bounds: 0...(.infinity), steps: 0, restarts: 0, targetClasses: 0, largestNorm: -1)
    let error = #expect(throws: AttackError.self) {
      try FastAdaptiveBoundary(settings: settings).run(
        [problem([1], away: 0)], against: SampleVictim.linear([[1], [0]]))
    }
    #expect(error?.complaints.count == 6)
  }
}
