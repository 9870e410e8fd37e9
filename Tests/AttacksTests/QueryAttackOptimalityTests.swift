import Attacks
import Tensors
import Testing

/// How near the attacks by queries come to closed-form optima, in 16 dimensions (10 where masked).
@Suite struct QueryAttackOptimalityTests {
  @Test(
    arguments: QueryMethod.fixedMethods,
    [(UInt64(1), Float(0.02), false), (2, 0.1, false), (3, 0.05, true)])
  func gainsNearlyAllThatCanBeGained(method: QueryMethod, linear: (seed: UInt64, size: Float, masked: Bool)) throws {
    let sample = LinearQueryCase(seed: linear.seed, masked: linear.masked)
    let attack = method.attack(queries: Self.queries(method), size: linear.size, stopsOnSuccess: false)
    let outcome = try attack.run([sample.problem], against: sample.victim)[0]
    let share = sample.gainedShare(outcome, try #require(attack.budget))
    #expect(share >= 0.95 && share <= 1.00001, "gained \(share) of the optimum")
  }

  /// The stated budgets: for the best that can be gained, and for the shortest.
  private static func queries(_ method: QueryMethod) -> Int {
    switch method {
    case .simbaLinf: 33
    case .simbaL2, .simbaCosines, .banditsL2, .banditsLinf: 500
    case .nesL2: 1000
    case .nesLinf, .boundary: 1500
    case .spsa, .geodaL2, .geodaLinf, .hopSkipJumpL2: 3000
    case .hopSkipJumpLinf: 4000
    case .zoo: 8000
    }
  }

  @Test(
    arguments: QueryMethod.minimalMethods,
    [(UInt64(3), 2, true), (4, 4, false)])
  func comesWithinATwentiethOfTheShortest(
    method: QueryMethod, linear: (seed: UInt64, classes: Int, masked: Bool)
  ) throws {
    let sample = LinearQueryCase(seed: linear.seed, classes: linear.classes, masked: linear.masked)
    let attack = method.attack(queries: Self.queries(method))
    let outcome = try attack.run([sample.problem], against: sample.victim)[0]
    let ratio = sample.ratio(outcome, method.norm)
    #expect(outcome.succeeded && ratio >= 0.9999 && ratio <= 1.05, "ratio \(ratio)")
  }

  /// From inside a sphere of radius √2 around c, the nearest point of it lies on the ray from c.
  @Test(arguments: QueryMethod.minimalMethods.filter { $0.norm == .l2 })
  func findsTheNearestPointOfASphere(method: QueryMethod) throws {
    let center: [Float] = [0.4, -0.2, 0.3, 0.1, -0.1]
    let clean: [Float] = [0.5, 0.3, 0.3, -0.4, 0.2]
    let victim = SampleVictim.quadratic(center: center, offset: -1)
    let outcome = try method.attack(queries: Self.queries(method), bounds: -2...2).run(
      [problem(clean, away: 0)], against: victim)[0]
    let inside = zip(clean, center).reduce(0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }.squareRoot()
    let length = PerturbationNorms(clean: vector(clean), adversarial: outcome.adversarial).l2
    let ratio = length / (2.0.squareRoot() - inside)
    #expect(outcome.succeeded && ratio >= 0.9999 && ratio <= 1.05, "ratio \(ratio)")
  }

  /// The nearest point of the target's half-space: class 1 leads class 0 there, and class 2 everywhere.
  @Test(arguments: QueryMethod.minimalMethods)
  func reachesATarget(method: QueryMethod) throws {
    let weights: [Float] = [1, -2, 0.5, 1.5]
    let zeros: [Float] = [0, 0, 0, 0]
    let victim = SampleVictim.linear([zeros, weights, zeros], bias: [0, -1, -3])
    let clean: [Float] = [0.5, 0.5, 0.5, 0.5]
    let gap = 1 - zip(weights, clean).reduce(0) { $0 + Double($1.0 * $1.1) }
    let dual =
      method.norm == .linf
      ? weights.reduce(0) { $0 + Double(abs($1)) } : weights.reduce(0) { $0 + Double($1 * $1) }.squareRoot()
    let outcome = try method.attack(queries: Self.queries(method)).run(
      [problem(clean, to: 1, label: 0)], against: victim)[0]
    let length = PerturbationNorms(clean: vector(clean), adversarial: outcome.adversarial)(method.norm)
    #expect(outcome.succeeded && length / (gap / dual) <= 1.05 && length / (gap / dual) >= 0.9999)
  }

  /// Radar maps are zero in most cells: the optimum over x ≥ 0 moves only elements whose weight is positive.
  @Test(arguments: QueryMethod.minimalMethods.filter { $0.norm == .l2 })
  func findsTheShortestWayFromTheLowerBound(method: QueryMethod) throws {
    let weights: [Float] = [0.8, -0.5, 0.3, -0.9, 0.6, 0]
    let victim = SampleVictim.linear([[0, 0, 0, 0, 0, 0], weights], bias: [0.3, 0])
    let clean = [Float](repeating: 0, count: 6)
    let outcome = try method.attack(queries: method == .zoo ? 6000 : 2000).run(
      [problem(clean, away: 0)], against: victim)[0]
    let optimum = 0.3 / (0.64 + 0.09 + 0.36).squareRoot()
    let ratio = PerturbationNorms(clean: vector(clean), adversarial: outcome.adversarial).l2 / optimum
    #expect(outcome.succeeded && ratio >= 0.9999 && ratio <= 1.05, "ratio \(ratio)")
  }

  /// Class 1 is 0.316228 away in L2 and 0.25 in Linf.
  @Test(arguments: QueryMethod.fixedMethods)
  func aTargetIsReachedJustAboveItsDistanceAndNotBelow(method: QueryMethod) throws {
    let victim = SampleVictim.linear([[1, 2], [0, -1], [-2, 0.5]], bias: [0, 0.5, -0.2])
    let distance: Float = method.norm == .linf ? 0.25 : 0.316228
    for (factor, succeeds) in [(Float(0.99), false), (1.02, true)] {
      let outcome = try method.attack(queries: 600, size: factor * distance, bounds: -2...2).run(
        [problem([0.3, 0.4], to: 1, label: 0)], against: victim)[0]
      #expect(outcome.succeeded == succeeds && (outcome.forwards < 600 || !succeeds), "at \(factor) of the distance")
    }
  }
}
