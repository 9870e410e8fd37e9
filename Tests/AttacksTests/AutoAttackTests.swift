import Attacks
import Tensors
import Testing

@Suite struct AutoAttackTests {
  private static func attack(
    _ norm: Norm, _ size: Float, version: AutoAttackSettings.Version = .standard, steps: Int = 20, queries: Int = 50,
    bounds: ClosedRange<Float> = -10...10
  ) -> AutoAttack {
    AutoAttack(
      settings: AutoAttackSettings(
        budget: Budget(norm: norm, size: size, bounds: bounds), version: version, steps: steps, queries: queries,
        seed: 6))
  }

  /// The boundary is found where it can just be crossed, and not where it cannot.
  @Test(arguments: [Norm.linf, .l2, .l1], [2, 3, 5]) func tellsRobustFromNot(norm: Norm, classes: Int) throws {
    let linear = LinearVictimCase(seed: 1, classes: classes)
    for (factor, succeeds) in [(1.02, true), (0.98, false)] {
      let size = Float(factor * linear.shortest(norm))
      let outcome = try Self.attack(norm, size, steps: 50).run([linear.problem], against: linear.victim)[0]
      #expect(outcome.succeeded == succeeds)
      // What failed comes as near as can be.
      #expect(abs(Double(outcome.loss) - linear.bestMargin(norm, Double(size))) < 0.05)
    }
  }

  @Test func membersRunInTurnUntilOneSucceeds() throws {
    let linear = LinearVictimCase(seed: 2, classes: 5)
    let attack = Self.attack(.linf, Float(0.9 * linear.shortest(.linf)))
    let failed = try attack.run([linear.problem], against: linear.victim)[0]
    // Clean; APGD-CE; APGD-T: clean and 4 runs; FAB-T: clean, 4 runs, 3 secants; Square. Runs that stand still end early.
    #expect(!failed.succeeded && failed.forwards <= 1 + 21 + (1 + 4 * 21) + (1 + 4 * 40 + 3) + 50)
    #expect(failed.forwards > 1 + 4 * 40 + 3 && failed.iterations <= attack.stepLimit)

    let weak = Self.attack(.linf, Float(3 * linear.shortest(.linf)))
    let broken = try weak.run([linear.problem], against: linear.victim)[0]
    #expect(broken.succeeded && broken.restart == 0 && broken.forwards < 10)
    #expect(weak.memberName(ofRestart: broken.restart) == "apgd-ce")
  }

  @Test func membersHaveTheAuthorsOrderAndNumbers() {
    let names = { (attack: AutoAttack, restarts: [Int]) in restarts.map { attack.memberName(ofRestart: $0) ?? "" } }
    let standard = AutoAttack(budget: budget(.l2, 1))
    #expect(names(standard, [0, 1, 9, 10, 18, 19]) == ["apgd-ce", "apgd-t", "apgd-t", "fab-t", "fab-t", "square"])
    #expect(standard.stepLimit == 100 + 900 + 900 + 5000)
    let sparse = AutoAttack(budget: budget(.l1, 1))
    #expect(names(sparse, [4, 5, 9, 10, 18, 19]) == ["apgd-ce", "apgd-t", "apgd-t", "fab-t", "fab-t", "square"])
    let random = AutoAttack(budget: budget(.linf, 1), version: .rand)
    #expect(names(random, [0, 1]) == ["apgd-ce", "apgd-dlr"] && random.stepLimit == 200)
  }

  /// Staircase logits have no gradient: only scores lead out.
  @Test func theSquareAttackFindsWhatGradientsHide() throws {
    let victim = SampleVictim(
      inputShape: [4], outputShape: [2], answer: { x in [(x.reduce(0, +) * 8).rounded() / 8 + 1, 0] },
      pullback: { x, _ in x.map { _ in 0 } })
    let attack = Self.attack(.linf, 0.5, queries: 200)
    let outcome = try attack.run([problem([0, 0, 0, 0], away: 0)], against: victim)[0]
    #expect(outcome.succeeded && outcome.gradientVanished)
    #expect(attack.memberName(ofRestart: outcome.restart) == "square")
  }

  @Test func reachesTheClassThatIsAskedFor() throws {
    let linear = LinearVictimCase(seed: 3, classes: 4)
    for label in [0, nil] {
      var sample = linear.problem(.targeted(class: 3))
      sample = AttackProblem(
        id: sample.id, clean: sample.clean, region: sample.region, goal: .targeted(class: 3), label: label)
      let outcome = try Self.attack(.l2, 2).run([sample], against: linear.victim)[0]
      let scores = linear.victim.logits(of: Tensor(batching: [outcome.adversarial]))
      #expect(outcome.succeeded && Prediction.classIndices(of: scores) == [3])
    }
  }

  @Test(arguments: [2, 3]) func theRandomVersionAveragesTwentyLooks(classes: Int) throws {
    let linear = LinearVictimCase(seed: 4, classes: classes)
    let outcome = try Self.attack(.linf, Float(0.9 * linear.shortest(.linf)), version: .rand, steps: 5).run(
      [linear.problem], against: linear.victim)[0]
    #expect(outcome.forwards == 20 * (1 + 2 * 6) && outcome.backwards == 20 * 10)
  }

  @Test func aWrongInputIsItsOwnAnswer() throws {
    let outcome = try Self.attack(.l2, 1).run(
      [problem([0, 1], away: 0)], against: SampleVictim.linear([[1, 0], [0, 1]]))[0]
    #expect(outcome.succeeded && outcome.adversarial.scalars == [0, 1] && outcome.forwards == 1)
  }

  @Test func saysEverythingThatIsWrongOnce() {
    let attack = Self.attack(.l0, .infinity, steps: 0, queries: 0)
    let error = #expect(throws: AttackError.self) {
      try attack.run([problem([1], away: 0)], against: SampleVictim.linear([[1], [0]]))
    }
    let complaints = error?.complaints ?? []
    #expect(Set(complaints).count == complaints.count)
    for part in ["steps must", "linf, l2 or l1", "one query", "finite"] {
      #expect(complaints.contains { $0.contains(part) }, "\(part)")
    }
  }
}
