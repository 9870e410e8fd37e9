import Attacks
import Tensors
import Testing

/// What each attack does on the way, and what it costs.
@Suite struct SmallestPerturbationCourseTests {
  private static func seeking(_ norm: Norm, _ bounds: ClosedRange<Float> = -10...10) -> SmallestPerturbation {
    SmallestPerturbation(norm: norm, bounds: bounds, refinement: .none)
  }

  private let textbook = SampleVictim.linear([[3, -4], [0, 0]], bias: [-1, 0])
  private let threeClasses = SampleVictim.linear([[1, 2], [0, -1], [-2, 0.5]], bias: [0, 0.5, -0.2])

  // MARK: DeepFool

  @Test(arguments: [(Norm.l2, [Float(1.64), 0.98]), (.linf, [1.571429, 0.928571]), (.l1, [2, 1.25])])
  func deepFoolCrossesAStraightBoundaryInOneStep(norm: Norm, end: [Float]) throws {
    let sample = problem([2, 0.5], away: 0)
    let outcome = try DeepFool(seeking: Self.seeking(norm)).run([sample], against: textbook)[0]
    let expected = zip(sample.clean.scalars, end).map { $0 + 1.02 * ($1 - $0) }
    #expect(outcome.succeeded && close(outcome.adversarial.scalars, expected))
    #expect(outcome.forwards == 3 && outcome.backwards == 2 && outcome.iterations == 1)
  }

  @Test(arguments: [(Norm.l2, 0.316228), (.linf, 0.25)])
  func deepFoolGoesForTheNearestClass(norm: Norm, distance: Double) throws {
    let sample = problem([0.3, 0.4], away: 0)
    let outcome = try DeepFool(seeking: Self.seeking(norm), overshoot: 0.001).run([sample], against: threeClasses)[0]
    let found = PerturbationNorms(clean: sample.clean, adversarial: outcome.adversarial)(norm)
    #expect(outcome.succeeded && abs(found / distance - 1.001) < 1e-4)
    // The clean look; a look and another class's gradient; the look that succeeds.
    #expect(outcome.forwards == 4 && outcome.backwards == 3)
  }

  @Test func deepFoolGoesOnUntilACurvedBoundaryIsCrossed() throws {
    let victim = SampleVictim.quadratic(center: [1, -2, 0.5], offset: -0.5)
    let sample = problem([3, 2, -1], away: 1)
    let outcome = try DeepFool(seeking: Self.seeking(.l2)).run([sample], against: victim)[0]
    let optimum = (4 + 16 + 2.25).squareRoot() - 1
    let ratio = PerturbationNorms(clean: sample.clean, adversarial: outcome.adversarial).l2 / optimum
    #expect(outcome.succeeded && outcome.iterations > 1 && ratio >= 1 && ratio < 1.1, "ratio \(ratio)")
  }

  // MARK: Costs

  @Test func everyStepIsCounted() throws {
    let sample = problem([2, 0.5], away: 0)
    let ddn = try DecoupledDirectionNorm(seeking: Self.seeking(.l2), steps: 17).run([sample], against: textbook)[0]
    #expect(ddn.forwards == 20 && ddn.backwards == 18 && ddn.iterations == 17)
    let fmn = try FastMinimumNorm(seeking: Self.seeking(.linf), steps: 17).run([sample], against: textbook)[0]
    #expect(fmn.forwards == 19 && fmn.backwards == 17 && fmn.iterations == 17)
    let ead = try ElasticNet(seeking: Self.seeking(.l1), steps: 5, searches: 3).run([sample], against: textbook)[0]
    #expect(ead.forwards == 31 && ead.backwards == 15 && ead.iterations == 15)
    let jsma = try SaliencyMapAttack(seeking: Self.seeking(.l0)).run([sample], against: textbook)[0]
    #expect(jsma.forwards == 4 && jsma.backwards == 2 && jsma.iterations == 1)
  }

  // MARK: Others

  @Test func ddnShrinksAfterASuccessAndGrowsAfterAFailure() throws {
    // From the first step on the boundary lies at 0.6, in the gradient's direction: lengths are 0.5 · 1.05, · 1.05², …
    let sample = problem([2, 0.5], away: 0)
    var attack = DecoupledDirectionNorm(seeking: Self.seeking(.l2), steps: 4, initialNorm: 0.5)
    attack.steps = 4
    let outcome = try attack.run([sample], against: textbook)[0]
    let found = PerturbationNorms(clean: sample.clean, adversarial: outcome.adversarial).l2
    #expect(outcome.succeeded && abs(found - 0.5 * 1.05 * 1.05 * 1.05 * 1.05) < 1e-4)
  }

  @Test func aSparserElasticNetComesNearerToTheLeastSum() throws {
    let linear = LinearCase(seed: 3, gaps: [4], place: .edges, masked: false)
    let ratios = try [Float(0.0001), 0.001, 0.01].map { sparsity in
      let attack = ElasticNet(seeking: Self.seeking(.l1, 0...1), sparsity: sparsity, steps: 150, searches: 6)
      let outcome = try attack.run([problem(linear.clean, away: 0)], against: linear.victim)[0]
      return PerturbationNorms(clean: vector(linear.clean), adversarial: outcome.adversarial).l1 / linear.optimum(.l1)
    }
    #expect(ratios[0] > ratios[1] && ratios[1] > ratios[2] && ratios[2] < 1.1, "\(ratios)")
  }

  @Test func theElasticNetKeepsTheConfidenceAskedFor() throws {
    let attack = ElasticNet(
      seeking: SmallestPerturbation(norm: .l1, bounds: -10...10), confidence: 0.5, steps: 100)
    let sample = problem([2, 0.5], away: 0)
    let outcome = try attack.run([sample], against: textbook)[0]
    let ratio = PerturbationNorms(clean: sample.clean, adversarial: outcome.adversarial).l1 / (3.5 / 4)
    #expect(outcome.succeeded && outcome.loss >= 0.5 && ratio >= 0.9999 && ratio <= 1.01, "ratio \(ratio)")
  }

  @Test(arguments: [SaliencyMapAttack.Moves.up, .down])
  func saliencyMapsMoveOneWayWhereToldTo(moves: SaliencyMapAttack.Moves) throws {
    let linear = LinearCase(seed: 6, gaps: [2], place: .inside, masked: true)
    let sample = problem(linear.clean, away: 0, region: linear.region)
    let attack = SaliencyMapAttack(seeking: Self.seeking(.l0, 0...1), stepSize: 0.3, moves: moves)
    let outcome = try attack.run([sample], against: linear.victim)[0]
    let changes = zip(outcome.adversarial.scalars, linear.clean).map { $0 - $1 }
    #expect(outcome.succeeded && changes.allSatisfy { moves == .up ? $0 >= 0 : $0 <= 0 })
    #expect(outcome.iterations >= changes.count { $0 != 0 } / 2)
  }

  @Test func carliniAndWagnersLimitFallsByItsFactor() throws {
    let linear = LinearCase(seed: 2, gaps: [4], place: .inside, masked: true)
    let sample = problem(linear.clean, away: 0, region: linear.region)
    let ratios = try [1, 4, 40].map { rounds in
      let attack = CarliniWagnerLinf(seeking: Self.seeking(.linf, 0...1), rounds: rounds)
      let outcome = try attack.run([sample], against: linear.victim)[0]
      return PerturbationNorms(clean: sample.clean, adversarial: outcome.adversarial).linf / linear.optimum(.linf)
    }
    #expect(ratios[0] > ratios[2] && ratios[1] <= ratios[0] && ratios[2] < 1 / 0.9, "\(ratios)")
  }

  // MARK: Curved boundaries

  /// Away from the centre the nearest boundary is a sphere of radius 6, towards it one of radius 3: the L2 distances are
  /// differences of radii, the Linf ones roots of `Σ (|d_i| ± t)² = r²`.
  @Test(arguments: Seeker.all.filter { [.l2, .linf].contains($0.norm) })
  func comesNearTheOptimumOfTheQuadratic(seeker: Seeker) throws {
    let (center, start): ([Float], [Float]) = ([1, -2, 0.5], [3, 2, -1])
    let changes = zip(start, center).map { Double($0 - $1) }
    for (label, radius) in [(0, 6.0), (1, 3.0)] {
      let sample = problem(start, away: label)
      let victim = SampleVictim.quadratic(center: center, offset: -radius * radius / 2)
      let outcome = try seeker.attack(bounds: -10...10).run([sample], against: victim)[0]
      let found = PerturbationNorms(clean: sample.clean, adversarial: outcome.adversarial)(seeker.norm)
      let ratio = found / Self.sphereDistance(changes, radius: radius, norm: seeker.norm)
      #expect(outcome.succeeded && ratio >= 0.9999 && ratio <= 1.01, "away from \(label): ratio \(ratio)")
    }
  }

  private static func sphereDistance(_ changes: [Double], radius: Double, norm: Norm) -> Double {
    let length = changes.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard norm == .linf else { return abs(length - radius) }
    func lengthAfter(_ move: Double) -> Double {
      let moved = changes.map { length < radius ? abs($0) + move : max(abs($0) - move, 0) }
      return moved.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
    var (low, high) = (0.0, 10.0)
    for _ in 0..<100 {
      let middle = (low + high) / 2
      if (lengthAfter(middle) < radius) == (length < radius) { low = middle } else { high = middle }
    }
    return high
  }
}
