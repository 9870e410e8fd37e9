import Attacks
import Tensors
import Testing

/// What every attack by queries must keep, whatever it finds: bytes, queries, bounds, region.
@Suite struct QueryAttackInvariantTests {
  // MARK: Queries

  @Test(arguments: QueryMethod.allCases, [1, 2, 3, 7, 120])
  func neverAsksMoreThanItMay(method: QueryMethod, queries: Int) throws {
    let victim = QueryVictim(curved, access: method.attack(queries: 1).needs)
    let outcomes = try method.attack(queries: queries, stopsOnSuccess: false).run(manyProblems(2), against: victim)
    #expect(outcomes.allSatisfy { $0.forwards <= queries && $0.backwards == 0 && !$0.wasInterrupted })
    #expect(victim.inputs.count == outcomes.reduce(0) { $0 + $1.forwards })
  }

  @Test(arguments: QueryMethod.allCases)
  func asksAboutNothingOutsideBoundsRegionAndDirection(method: QueryMethod) throws {
    for direction in [PerturbationDirection.either, .upwards] {
      for var sample in manyProblems(2) {
        sample.direction = direction
        let victim = QueryVictim(curved, access: method.attack(queries: 1).needs)
        _ = try method.attack(queries: 150, stopsOnSuccess: false).run([sample], against: victim)
        #expect(victim.inputs.count > 20)
        let limits = Budget(norm: .linf, size: 1, bounds: 0...1)
        let areAllowed = victim.inputs.allSatisfy { input in
          ConstraintAudit(clean: sample.clean, adversarial: vector(input), region: sample.region, budget: limits)
            .isClean
        }
        let goUp = victim.inputs.allSatisfy { zip($0, sample.clean.scalars).allSatisfy { $0 >= $1 } }
        #expect(areAllowed && (goUp || direction == .either))
      }
    }
  }

  @Test(arguments: QueryMethod.allCases)
  func leavesAtOnceWhereTheGoalIsReached(method: QueryMethod) throws {
    let victim = SampleVictim.linear([[0, 0], [1, 1]])
    let outcome = try method.attack(queries: 100).run([problem([0.5, 0.25], away: 0)], against: victim)[0]
    #expect(outcome.succeeded && outcome.forwards == 1 && outcome.adversarial.scalars == [0.5, 0.25])
  }

  // MARK: Bytes

  @Test(arguments: QueryMethod.allCases)
  func neitherBatchSizeNorOrderNorNeighboursChangeAByte(method: QueryMethod) throws {
    let problems = manyProblems(3)
    let attack = method.attack(queries: method == .zoo ? 2500 : 400)
    let together = try attack.run(problems, against: curved)
    let split = try attack.run(problems, against: curved, control: AttackControl(batchSize: 2))
    let backwards = try attack.run(problems.reversed(), against: curved).reversed()
    let alone = try problems.map { try attack.run([$0], against: curved)[0] }
    for other in [split, Array(backwards), alone] {
      #expect(other.map(\.adversarial) == together.map(\.adversarial))
      #expect(other.map(\.forwards) == together.map(\.forwards))
      #expect(other.map(\.succeeded) == together.map(\.succeeded))
    }
    #expect(together.contains { $0.succeeded }, "the test needs samples that leave")
  }

  @Test(arguments: QueryMethod.allCases)
  func theSeedDecidesAndNothingElse(method: QueryMethod) throws {
    let problems = manyProblems(4)
    func run(_ seed: UInt64) throws -> [Tensor] {
      try method.attack(queries: 60, seed: seed).run(problems, against: curved).map(\.adversarial)
    }
    #expect(try run(1) == run(1))
    // The best corner of a box is the same whatever the way there; ZOO moves all six elements in every step.
    let endsAlike: [QueryMethod] = [.simbaLinf, .zoo]
    if !endsAlike.contains(method) { #expect(try run(1) != run(2)) }
  }

  @Test(arguments: QueryMethod.allCases)
  func aSizeOfNothingChangesNothing(method: QueryMethod) throws {
    let clean: [Float] = [-0.0, 0.3, 1, 0, 0.7, 0.5]
    let outcome = try method.attack(queries: 100, size: 0).run([problem(clean, away: 0)], against: curved)[0]
    #expect(outcome.adversarial.scalars.map(\.bitPattern) == clean.map(\.bitPattern))
    #expect(outcome.forwards == 1 && !outcome.succeeded)
  }

  @Test(arguments: QueryMethod.allCases)
  func everythingReturnedKeepsSizeBoundsAndRegion(method: QueryMethod) throws {
    let problems = manyProblems(3)
    let attack = method.attack(queries: 200, size: 0.3)
    let outcomes = try attack.run(problems, against: curved)
    let found = try Verifier(budget: try #require(attack.budget))(
      outcomes.map(\.adversarial), of: problems, against: curved)
    #expect(found.allSatisfy { $0.constraints.isClean })
    #expect(found.map(\.succeeded) == outcomes.map(\.succeeded))
  }

  /// Large values have coarse floats: adding the size rounds past it unless that is seen to.
  @Test(arguments: QueryMethod.fixedMethods)
  func theSizeHoldsWhereFloatsAreCoarse(method: QueryMethod) throws {
    let clean = (0..<12).map { 1000 + Float($0) * 17.3 }
    let victim = SampleVictim.linear([(0..<12).map { $0 % 2 == 0 ? 1 : -1 }, [Float](repeating: 0, count: 12)])
    let outcome = try method.attack(queries: 200, size: 0.0101, bounds: 0...10_000, stopsOnSuccess: false).run(
      [problem(clean, away: 1)], against: victim)[0]
    #expect(PerturbationNorms(clean: vector(clean), adversarial: outcome.adversarial)(method.norm) <= 0.0101)
  }

  // MARK: Sizes

  @Test(arguments: QueryMethod.fixedMethods)
  func aLargerSizeIsNeverWorseOnALinearVictim(method: QueryMethod) throws {
    let sample = LinearQueryCase(seed: 8, count: 8)
    let losses = try [Float(0), 0.01, 0.05, 0.25].map {
      try method.attack(queries: 200, size: $0, stopsOnSuccess: false).run([sample.problem], against: sample.victim)[
        0
      ].loss
    }
    #expect(losses == losses.sorted())
  }

  @Test(arguments: QueryMethod.minimalMethods)
  func aSuccessLongerThanTheLimitIsNone(method: QueryMethod) throws {
    let victim = SampleVictim.linear([[0, 0], [1, 0]], bias: [0.7, 0])
    for (limit, succeeds) in [(Float(0.15), false), (0.25, true)] {
      let outcome = try method.attack(queries: 1000, size: limit).run([problem([0.5, 0.5], away: 0)], against: victim)[
        0]
      #expect(outcome.succeeded == succeeds)
      let length = PerturbationNorms(clean: vector([0.5, 0.5]), adversarial: outcome.adversarial)(method.norm)
      #expect(length <= Double(limit))
    }
  }

  // MARK: Victims that do not help

  @Test(arguments: QueryMethod.allCases)
  func givesUpOnAVictimThatDoesNotLookAtTheRegion(method: QueryMethod) throws {
    let victim = SampleVictim.linear([[0, 0], [0, 1]], bias: [1, 0])
    let outcome = try method.attack(queries: 500).run(
      [problem([0.5, 0.5], away: 0, region: Region([1, 0]))], against: victim)[0]
    #expect(!outcome.succeeded && outcome.adversarial.scalars == [0.5, 0.5])
    let seesScores = !QueryMethod.decisionMethods.contains(method)
    #expect(outcome.gradientVanished == seesScores)
    // Those that see decisions alone try all their random starts.
    #expect(seesScores ? outcome.forwards < 150 : outcome.forwards == 101)
  }

  @Test(arguments: QueryMethod.allCases, [Float.nan, .infinity])
  func answersThatAreNoNumbersTrapNothing(method: QueryMethod, answer: Float) throws {
    let victim = QueryVictim(curved, access: method.attack(queries: 1).needs) { $0.map { _ in answer } }
    let outcome = try method.attack(queries: 200).run(manyProblems(1), against: victim)[0]
    #expect(!outcome.succeeded && outcome.forwards <= 200)
    #expect(outcome.numericalTrouble)
    #expect(outcome.adversarial.scalars.allSatisfy { $0.isFinite })
  }

  /// Every seventh answer is lost: the search goes on with the others.
  @Test(arguments: QueryMethod.allCases)
  func aFewLostAnswersEndNoSearch(method: QueryMethod) throws {
    var asked = 0
    let sample = LinearQueryCase(seed: 9, count: 8)
    let victim = QueryVictim(sample.victim, access: method.attack(queries: 1).needs) { logits in
      asked += 1
      return asked > 4 && asked % 7 == 0 ? logits.map { _ in .nan } : logits
    }
    let outcome = try method.attack(queries: 1200).run([sample.problem], against: victim)[0]
    #expect(outcome.succeeded)
  }

  // MARK: What may be seen

  @Test(arguments: QueryMethod.decisionMethods)
  func decisionsAreAllThatIsUsed(method: QueryMethod) throws {
    let problems = manyProblems(3)
    let attack = method.attack(queries: 250)
    let seeing = try attack.run(problems, against: curved)
    let blind = try attack.run(
      problems, against: QueryVictim(curved, access: .decisions, change: QueryVictim.decisions))
    #expect(blind.map(\.adversarial) == seeing.map(\.adversarial) && blind.map(\.forwards) == seeing.map(\.forwards))
    #expect(seeing.contains { $0.succeeded })
  }

  @Test(arguments: QueryMethod.allCases.filter { !QueryMethod.decisionMethods.contains($0) })
  func scoresAreNeededWhereTheyAreUsed(method: QueryMethod) {
    let victim = QueryVictim(curved, access: .decisions)
    #expect(throws: AttackError.self) { _ = try method.attack(queries: 10).run(manyProblems(1), against: victim) }
    #expect(victim.inputs.isEmpty)
  }

  /// Scores that are four times as large are the same scores.
  @Test(arguments: QueryMethod.fixedMethods)
  func theScaleOfTheScoresChangesNothing(method: QueryMethod) throws {
    let problems = manyProblems(3)
    let attack = method.attack(queries: 200, stopsOnSuccess: false)
    let scaled = try attack.run(problems, against: QueryVictim(curved) { $0.map { 4 * $0 } })
    #expect(try attack.run(problems, against: curved).map(\.adversarial) == scaled.map(\.adversarial))
  }

  // MARK: Settings

  @Test(arguments: QueryMethod.allCases)
  func worksWithinOtherBounds(method: QueryMethod) throws {
    let attack = method.attack(queries: 10, size: 0.5).working(within: -1...3)
    #expect(attack.budget == Budget(norm: method.norm, size: 0.5, bounds: -1...3))
    #expect(attack.bounds == -1...3)
  }

  @Test func saysEverythingThatIsWrongBeforeItStarts() throws {
    let scores = ScoreSettings(budget: budget(.l1, .infinity, 0...1), queries: 0)
    let decisions = DecisionSettings(
      bounds: 0...1, queries: 0, starts: StartingPoints(given: [vector([.nan])], draws: -1), walks: 0,
      largestNorm: -1)
    let zoo = ZOOSettings(
      bounds: 0...1, queries: 0, confidence: -1, elementsPerStep: 0, searches: 0, initialConstant: 0, learningRate: 0,
      distance: 0, largestNorm: -1)
    // Each attack, and how much is wrong with it.
    let wrong: [(any SampleAttack, Int)] = [
      (NES(settings: scores, pairs: 0, smoothing: 0, momentum: 1, stepSize: 0), 7),
      (SPSA(settings: scores, pairs: 0, distance: 2, learningRate: -1), 6),
      (
        Bandits(
          settings: scores, tile: 0, exploration: 0, probe: 0, priorRate: 0, stepSize: .infinity, stepsPerLook: 0), 9
      ),
      (SimBA(settings: scores, basis: .cosines(keeping: 0), stepSize: 0), 5),
      (ZOO(settings: zoo), 8),
      (BoundaryAttack(settings: decisions, sphereStep: 0, inwardStep: 2, window: 0), 8),
      (HopSkipJump(norm: .l1, settings: decisions, firstSamples: 0, mostSamples: 0), 8),
      (GeoDA(norm: .l0, settings: decisions, rounds: 0, decay: 0, spread: 0, frequencies: 0), 10),
    ]
    for (attack, count) in wrong {
      let victim = QueryVictim(curved)
      let error = #expect(throws: AttackError.self) { _ = try attack.run(manyProblems(1), against: victim) }
      #expect(error?.complaints.count == count, "\(attack.name): \(error?.complaints ?? [])")
      #expect(victim.inputs.isEmpty)
    }
  }
}
