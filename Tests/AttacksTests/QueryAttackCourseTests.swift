import Attacks
import Tensors
import Testing

/// What single attacks by queries do on their way.
@Suite struct QueryAttackCourseTests {
  /// The clean input, then 39 steps of 25 pairs and a look, and what is left: two pairs, and a look.
  @Test func evolutionStrategiesCountTheirQueries() throws {
    let sample = LinearQueryCase(seed: 1)
    let attack = QueryMethod.nesLinf.attack(queries: 1 + 39 * 51 + 6, size: 0.02, stopsOnSuccess: false)
    let outcome = try attack.run([sample.problem], against: sample.victim)[0]
    #expect(outcome.forwards == 1 + 39 * 51 + 5 && outcome.backwards == 0 && outcome.iterations == 40)
  }

  /// The clean input, two queries a step, one more every fourth step, and one in the end.
  @Test func banditsCountTheirQueries() throws {
    let sample = LinearQueryCase(seed: 1)
    let attack = QueryMethod.banditsLinf.attack(queries: 1 + 5 * 9 + 3, size: 0.02, stopsOnSuccess: false)
    let outcome = try attack.run([sample.problem], against: sample.victim)[0]
    #expect(outcome.forwards == 1 + 5 * 9 + 3 && outcome.iterations == 21)
  }

  /// The populations of three samples share passes, however few rows a pass may have.
  @Test(arguments: [1, 4, 200])
  func populationsFillPasses(size: Int) throws {
    let victim = curved
    let attack = QueryMethod.nesLinf.attack(queries: 103, stopsOnSuccess: false)
    _ = try attack.run(manyProblems(3), against: victim, control: AttackControl(batchSize: size))
    #expect(victim.forwardBatches.max() == min(size, 3 * 50))
  }

  /// Up or down, one after the other, each element once: two queries an element at most, and the best corner.
  @Test func theSimpleAttackNeedsTwoQueriesAnElement() throws {
    let sample = LinearQueryCase(seed: 1)
    let attack = QueryMethod.simbaLinf.attack(queries: 1 + 2 * 16, size: 0.02, stopsOnSuccess: false)
    let outcome = try attack.run([sample.problem], against: sample.victim)[0]
    #expect(abs(sample.gainedShare(outcome, try #require(attack.budget)) - 1) < 1e-5)
  }

  /// Four numbers stand for sixteen slopes that are alike by squares.
  @Test func tilesLearnAlikeSlopesSooner() throws {
    let weights = (0..<16).map { [1, -2, 3, -1][$0 / 8 * 2 + $0 % 4 / 2] as Float }
    let victim = SampleVictim.linear(
      [[Float](repeating: 0, count: 16), weights], bias: [100, 0], inputShape: [1, 4, 4])
    let sample = AttackProblem(
      id: "tiles", clean: Tensor(repeating: 0.5, shape: [1, 4, 4]), region: .all([1, 4, 4]),
      goal: .untargeted(label: 0))
    let settings = ScoreSettings(budget: budget(.l2, 0.1, 0...1), queries: 60, stopsOnSuccess: false)
    let losses = try [1, 2].map { try Bandits(settings: settings, tile: $0).run([sample], against: victim)[0].loss }
    #expect(losses[1] > losses[0])
  }

  /// A victim that sees low frequencies alone: directions of those alone find it with fewer queries.
  @Test func lowFrequenciesAreEnoughForAVictimThatSeesNoOthers() throws {
    let waves = (0..<64).map { Float($0 % 8 < 4 ? 1 : -1) }
    let victim = SampleVictim.linear([[Float](repeating: 0, count: 64), waves], bias: [0.4, 0], inputShape: [8, 8])
    let sample = AttackProblem(
      id: "waves", clean: Tensor(repeating: 0.5, shape: [8, 8]), region: .all([8, 8]), goal: .untargeted(label: 0))
    let settings = ScoreSettings(budget: budget(.l2, 0.06, 0...1), queries: 400)
    let low = try SimBA.cosines(settings: settings, keeping: 0.25).run([sample], against: victim)[0]
    let all = try SimBA(settings: settings).run([sample], against: victim)[0]
    #expect(low.succeeded && low.forwards < all.forwards)

    let decisions = DecisionSettings(bounds: 0...1, queries: 300)
    let lengths = try [Float(0.25), 1].map { share in
      let attack = GeoDA(norm: .l2, settings: decisions, rounds: 2, frequencies: share)
      let outcome = try attack.run([sample], against: victim)[0]
      return PerturbationNorms(clean: sample.clean, adversarial: outcome.adversarial).l2
    }
    #expect(lengths[0] < lengths[1])
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
    print("BOUND", method, ratio)
    #expect(outcome.succeeded && ratio >= 0.9999 && ratio <= 1.05, "ratio \(ratio)")
  }

  @Test(arguments: [Float(0), 0.2])
  func zerothOrderOptimisationReachesItsConfidence(confidence: Float) throws {
    let victim = SampleVictim.linear([[0, 0], [3, -4]], bias: [0.5, 0.25])
    let settings = ZOOSettings(bounds: 0...1, queries: 5000, confidence: confidence)
    let outcome = try ZOO(settings: settings).run([problem([0.5, 0.5], away: 0)], against: victim)[0]
    let length = PerturbationNorms(clean: vector([0.5, 0.5]), adversarial: outcome.adversarial).l2
    #expect(outcome.succeeded && outcome.loss >= confidence)
    #expect(length / ((0.75 + Double(confidence)) / 5) <= 1.01)
  }
}
