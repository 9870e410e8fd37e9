import Attacks
import Tensors
import Testing

/// What every search must keep, whatever it finds.
@Suite struct SmallestPerturbationInvariantTests {
  /// The same bytes and the same cost in any batch, in any order and alone; inside region and bounds; success as claimed.
  @Test(arguments: Seeker.all)
  func neitherBatchSizeNorOrderChangeAByte(seeker: Seeker) throws {
    let attack = seeker.attack()
    let problems = manyProblems(4)
    let together = try attack.run(problems, against: curved)
    let alone = try problems.map { try attack.run([$0], against: curved)[0] }
    let backwards = try attack.run(problems.reversed(), against: curved, control: AttackControl(batchSize: 4))
    for split in [alone, backwards.reversed()] {
      #expect(split.map(\.adversarial) == together.map(\.adversarial))
      #expect(split.map(\.forwards) == together.map(\.forwards))
      #expect(split.map(\.backwards) == together.map(\.backwards))
    }
    let found = try Verifier(budget: budget(.l0, 6, 0...1))(
      together.map(\.adversarial), of: problems, against: curved)
    #expect(found.allSatisfy { $0.constraints.isClean })
    #expect(found.map(\.succeeded) == together.map(\.succeeded))
    #expect(together.contains { $0.succeeded })
  }

  @Test(arguments: Seeker.all)
  func aGoalThatIsReachedAlreadyEndsAtOnce(seeker: Seeker) throws {
    let victim = SampleVictim.linear([[0, 0], [1, 1]])
    let clean: [Float] = [0.5, 0.5]
    for sample in [problem(clean, away: 0), problem(clean, to: 1)] {
      let outcome = try seeker.attack().run([sample], against: victim)[0]
      #expect(outcome.succeeded && outcome.forwards == 1 && outcome.backwards == 0)
      #expect(outcome.adversarial.scalars == clean)
    }
  }

  @Test(arguments: Seeker.all)
  func aLimitOfNothingChangesNothing(seeker: Seeker) throws {
    let clean: [Float] = [-0.0, 0.3, 1, 0, 0.7, 0.5]
    let victim = SampleVictim.linear([[0, 0, 0, 0, 0, 0], [1, 1, -1, 1, 1, 1]], bias: [1, 0])
    let outcome = try seeker.attack(largestNorm: 0).run([problem(clean, away: 0)], against: victim)[0]
    #expect(outcome.adversarial.scalars.map(\.bitPattern) == clean.map(\.bitPattern))
    #expect(!outcome.succeeded && outcome.forwards == 1 && outcome.backwards == 0)
  }

  @Test(arguments: Seeker.all)
  func aLargerLimitIsNeverWorse(seeker: Seeker) throws {
    let linear = LinearCase(seed: 3, gaps: [3], place: .edges, masked: false)
    let optimum = linear.optimum(seeker.norm)
    for (factor, succeeds) in [(0.99, false), (1.01, true)] {
      let limit = Float(factor * optimum)
      let sample = problem(linear.clean, away: 0, region: linear.region)
      let outcome = try seeker.attack(largestNorm: limit).run([sample], against: linear.victim)[0]
      #expect(outcome.succeeded == succeeds, "\(factor) of the distance")
      let norm = PerturbationNorms(clean: sample.clean, adversarial: outcome.adversarial)(seeker.norm)
      #expect(norm <= Double(limit))
    }
  }

  @Test(arguments: Seeker.all)
  func givesUpOnAVictimThatDoesNotLookAtTheRegion(seeker: Seeker) throws {
    let victim = SampleVictim.linear([[0, 0], [0, 1]], bias: [1, 0])
    let sample = problem([0.5, 0.5], away: 0, region: Region([1, 0]))
    let outcome = try seeker.attack().run([sample], against: victim)[0]
    #expect(!outcome.succeeded && outcome.gradientVanished && outcome.forwards <= 3)
    #expect(outcome.adversarial.scalars == [0.5, 0.5])
  }

  @Test(arguments: Seeker.all)
  func endsWhereThereIsNothingToFind(seeker: Seeker) throws {
    let victim = SampleVictim.linear([[0, 0], [1, -1]], bias: [3, 0])
    let outcome = try seeker.attack().run([problem([0.5, 0.5], away: 0)], against: victim)[0]
    #expect(!outcome.succeeded && outcome.adversarial.scalars.allSatisfy { (0...1).contains($0) })
  }

  @Test(arguments: Seeker.all)
  func numbersThatAreNoneAreSurvived(seeker: Seeker) throws {
    let halfBlind = SampleVictim(
      inputShape: [3], outputShape: [2], answer: { [1, $0[0] + $0[1] + $0[2]] },
      pullback: { _, c in [c[1], .nan, .infinity] })
    let outcome = try seeker.attack().run([problem([0.2, 0.3, 0.3], away: 0)], against: halfBlind)[0]
    #expect(outcome.numericalTrouble && outcome.succeeded)
    let broken = SampleVictim(
      inputShape: [2], outputShape: [2], answer: { _ in [.nan, 0] }, pullback: { _, c in [c[0], c[1]] })
    let nothing = try seeker.attack().run([problem([0.5, 0.5], away: 0)], against: broken)[0]
    #expect(nothing.numericalTrouble && !nothing.succeeded)
  }

  @Test(arguments: Seeker.all)
  func saysEverythingThatIsWrongBeforeItStarts(seeker: Seeker) throws {
    let refinement = BoundaryRefinement(rounds: -1, classes: 0, tolerance: 0)
    let victim = SampleVictim.linear([[1, 0], [0, 1]])
    let error = #expect(throws: AttackError.self) {
      let attack = seeker.attack(bounds: 0...(.infinity), largestNorm: -1, refinement: refinement)
      _ = try attack.run([problem([-2, 0], away: 0)], against: victim)
    }
    let text = error?.description ?? ""
    for part in ["bounds must be finite", "largest norm", "must not be negative, are -1", "tolerance", "outside"] {
      #expect(text.contains(part), "\(part) in \(text)")
    }
    #expect(victim.forwardBatches.isEmpty && victim.gradientBatches.isEmpty)
  }

  @Test func settingsThatMeanNothingAreNamed() {
    func task(_ norm: Norm) -> SmallestPerturbation { SmallestPerturbation(norm: norm, bounds: 0...1) }
    let attacks: [(any SmallestPerturbationAttack, Int)] = [
      (DeepFool(seeking: task(.l0), steps: 0, overshoot: -1, classes: 0), 4),
      (DecoupledDirectionNorm(seeking: task(.l1), steps: 0, stepSize: 0, initialNorm: -1, normChange: 1), 5),
      (FastMinimumNorm(seeking: task(.l1), steps: 0, stepSize: -1, normChange: 0...1), 3),
      (
        ElasticNet(
          seeking: task(.l0), confidence: -1, sparsity: -1, steps: 0, searches: 0, initialConstant: 0,
          learningRate: 0), 7
      ),
      (BoxConstrainedLBFGS(seeking: task(.linf), steps: 0, searches: 0, initialConstant: 0), 4),
      (SaliencyMapAttack(seeking: task(.l2), steps: 0, stepSize: 0, candidates: 1), 4),
      (
        CarliniWagnerLinf(
          seeking: task(.l2), steps: 0, searches: 0, initialConstant: 0, learningRate: 0, shrinkage: 1, rounds: 0), 7
      ),
      (
        CarliniWagnerL0(
          seeking: task(.l2), steps: 0, searches: 0, initialConstant: 0, learningRate: 0, share: 1, rounds: 0), 7
      ),
    ]
    for (attack, count) in attacks {
      #expect(attack.complaints.count == count, "\(attack.name): \(attack.complaints)")
    }
  }

  @Test func otherBoundsMakeTheSameAttackElsewhere() {
    let attack = DeepFool(
      seeking: SmallestPerturbation(norm: .l2, bounds: 0...1, largestNorm: 2), steps: 7, overshoot: 0.1)
    let moved = attack.working(within: -3...3)
    #expect(moved.bounds == -3...3 && moved.steps == 7 && moved.overshoot == 0.1)
    #expect(moved.budget == Budget(norm: .l2, size: 2, bounds: -3...3))
  }
}
