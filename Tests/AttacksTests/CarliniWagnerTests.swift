import Attacks
import Tensors
import Testing

/// Closed forms: with logits `W x + b` the nearest point where class `j` leads class `y` by `κ` lies
/// `(gap + κ) / ‖w_j − w_y‖₂` away, the norm taken over the allowed elements.
@Suite struct CarliniWagnerTests {
  private static func attack(
    confidence: Float = 0, bounds: ClosedRange<Float> = 0...1, steps: Int = 500, searches: Int = 12
  ) -> CarliniWagner {
    CarliniWagner(
      settings: CarliniWagnerSettings(
        bounds: bounds, confidence: confidence, steps: steps, searches: searches))
  }

  /// Inputs in the middle of the bounds, so that these are not in the way.
  private struct Linear {
    let victim: SampleVictim
    let clean: [Float]
    let difference: [Double]
    let gap: Double

    init(seed: UInt64, count: Int, region: Region) {
      var stream = RandomStream(seed: seed)
      let weights = (0..<2).map { _ in (0..<count).map { _ in stream.nextGaussian() } }
      clean = (0..<count).map { _ in 0.4 + 0.2 * stream.nextUniform() }
      difference = (0..<count).map { region.allowed[$0] ? Double(weights[1][$0]) - Double(weights[0][$0]) : 0 }
      let raw = zip(clean, weights[0].indices).reduce(0.0) {
        $0 + Double($1.0) * (Double(weights[0][$1.1]) - Double(weights[1][$1.1]))
      }
      gap = 0.6
      victim = .linear(weights, bias: [Float(gap - raw), 0])
    }

    func optimum(confidence: Double) -> Double {
      (gap + confidence) / difference.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
  }

  @Test(arguments: [UInt64(1), 2, 3, 4], [Float(0), 0.5])
  func comesWithinAHundredthOfTheShortestPerturbation(seed: UInt64, confidence: Float) throws {
    let linear = Linear(seed: seed, count: 40, region: .all([40]))
    let outcome = try Self.attack(confidence: confidence).run([problem(linear.clean, away: 0)], against: linear.victim)[
      0]
    let norm = PerturbationNorms(clean: vector(linear.clean), adversarial: outcome.adversarial).l2
    let ratio = norm / linear.optimum(confidence: Double(confidence))
    #expect(outcome.succeeded && ratio >= 0.9999 && ratio <= 1.01, "ratio \(ratio)")
    #expect(outcome.loss >= confidence)
  }

  @Test(arguments: [UInt64(5), 6])
  func findsTheOptimumOverTheAllowedElementsAndLeavesTheOthers(seed: UInt64) throws {
    let region = Region((0..<40).map { $0 % 3 == 0 ? 0 : 1 })
    let linear = Linear(seed: seed, count: 40, region: region)
    let outcome = try Self.attack().run([problem(linear.clean, to: 1, region: region)], against: linear.victim)[0]
    let norms = PerturbationNorms(clean: vector(linear.clean), adversarial: outcome.adversarial)
    let ratio = norms.l2 / linear.optimum(confidence: 0)
    #expect(outcome.succeeded && ratio >= 0.9999 && ratio <= 1.01, "ratio \(ratio)")
    #expect(region.violations(clean: vector(linear.clean), adversarial: outcome.adversarial).isClean)
  }

  // Radar maps are zero in most cells: the optimum over x ≥ 0 moves only elements whose weight is positive.
  @Test func findsTheOptimumFromTheLowerBound() throws {
    let weights: [Float] = [0.8, -0.5, 0.3, -0.9, 0.6, 0]
    let victim = SampleVictim.linear([[0, 0, 0, 0, 0, 0], weights], bias: [0.3, 0])
    let clean = [Float](repeating: 0, count: 6)
    let outcome = try Self.attack().run([problem(clean, away: 0)], against: victim)[0]
    let optimum = 0.3 / (0.64 + 0.09 + 0.36).squareRoot()
    let norm = PerturbationNorms(clean: vector(clean), adversarial: outcome.adversarial).l2
    #expect(outcome.succeeded && norm / optimum >= 0.9999 && norm / optimum <= 1.01, "ratio \(norm / optimum)")
    #expect(outcome.adversarial.scalars[1] == 0 && outcome.adversarial.scalars[3] == 0)
    #expect(outcome.adversarial.scalars[5] == 0)
  }

  @Test func goesUpAloneWhereToldTo() throws {
    let victim = SampleVictim.linear([[0, 0], [1, -1]], bias: [0.2, 0])
    var upwards = problem([0.5, 0.5], away: 0)
    upwards.direction = .upwards
    let outcome = try Self.attack().run([upwards], against: victim)[0]
    #expect(outcome.succeeded && abs(outcome.adversarial.scalars[0] - 0.7) < 0.003)
    #expect(outcome.adversarial.scalars[1] == 0.5)
  }

  @Test func givesUpOnAVictimThatDoesNotLookAtTheRegion() throws {
    let victim = SampleVictim.linear([[0, 0], [0, 1]], bias: [1, 0])
    let region = Region([1, 0])
    let outcome = try Self.attack().run([problem([0.5, 0.5], away: 0, region: region)], against: victim)[0]
    #expect(!outcome.succeeded && outcome.gradientVanished && outcome.forwards == 1)
    #expect(outcome.adversarial.scalars == [0.5, 0.5])
  }

  @Test func aSuccessLongerThanTheLimitIsNone() throws {
    let victim = SampleVictim.linear([[0], [1]], bias: [0.7, 0])
    for (limit, succeeds) in [(Float(0.15), false), (0.25, true)] {
      var settings = Self.attack().settings
      settings.largestNorm = limit
      let outcome = try CarliniWagner(settings: settings).run([problem([0.5], away: 0)], against: victim)[0]
      #expect(outcome.succeeded == succeeds)
      #expect(PerturbationNorms(clean: vector([0.5]), adversarial: outcome.adversarial).l2 <= Double(limit))
    }
  }

  @Test(arguments: [1, 4, 12])
  func batchesChangeNothingAndStayFull(size: Int) throws {
    let attack = Self.attack(steps: 40, searches: 3)
    let problems = manyProblems(12)
    let together = curved
    var finished: [Int] = []
    let control = AttackControl(batchSize: size, didFinish: { index, _ in finished.append(index) })
    let outcomes = try attack.run(problems, against: together, control: control)
    for (problem, outcome) in zip(problems, outcomes) {
      let alone = try attack.run([problem], against: curved)[0]
      #expect(alone.adversarial == outcome.adversarial && alone.succeeded == outcome.succeeded)
      #expect(problem.region.violations(clean: problem.clean, adversarial: outcome.adversarial).isClean)
      #expect(outcome.adversarial.scalars.allSatisfy { (0...1).contains($0) })
    }
    #expect(finished.sorted() == Array(0..<12))
    #expect(together.gradientBatches.max() == size)
  }

  @Test func stopsWhenAskedTo() throws {
    var looks = 0
    let control = AttackControl(
      batchSize: 1,
      shouldStop: {
        looks += 1
        return looks > 5
      })
    let outcomes = try Self.attack().run(manyProblems(2), against: curved, control: control)
    #expect(outcomes.allSatisfy { $0.wasInterrupted } && outcomes[0].forwards == 5 && outcomes[1].forwards == 0)
  }

  @Test func saysEverythingThatIsWrongBeforeItStarts() throws {
    var settings = CarliniWagnerSettings(bounds: 0...1, confidence: -1, steps: 0, searches: 0)
    settings.learningRate = 0
    let error = #expect(throws: AttackError.self) {
      _ = try CarliniWagner(settings: settings).run(
        [problem([2, 0], away: 0)], against: SampleVictim.linear([[1, 0]]))
    }
    #expect((error?.complaints.count ?? 0) >= 5)
  }
}
