import Attacks
import Tensors
import Testing

/// What the adaptive mask attack never does, whatever it is asked.
@Suite struct AdaptiveMaskInvariantTests {
  @Test func theSameImageComesOutTwice() throws {
    let (victim, problem) = BlurredDisc.problem()
    let first = try AdaptiveMaskAttack(settings: BlurredDisc.settings(20)).run(problem, against: victim)
    let second = try AdaptiveMaskAttack(settings: BlurredDisc.settings(20)).run(problem, against: victim)
    #expect(first.outcome.adversarial == second.outcome.adversarial && first.trace == second.trace)
  }

  @Test(arguments: [Norm.l2, .linf])
  func regionAndBudgetHold(norm: Norm) throws {
    let allowed = (0..<BlurredDisc.side * BlurredDisc.side).map { $0 / BlurredDisc.side >= 8 }
    let region = Region(shape: [1, BlurredDisc.side, BlurredDisc.side], allowed: allowed, name: "lower rows")
    let (victim, problem) = BlurredDisc.problem(region: region)
    let budget = Budget(norm: norm, size: norm == .l2 ? 1.5 : 0.1, bounds: 0...1)
    var limited = BlurredDisc.settings(40)
    limited.budget = budget
    let found = try AdaptiveMaskAttack(settings: limited).run(problem, against: victim)
    let audit = ConstraintAudit(
      clean: problem.clean, adversarial: found.outcome.adversarial, region: region, budget: budget)
    #expect(audit.isClean && audit.norms.l0 > 0, "\(audit)")
    #expect(found.scores.meanIoU >= found.trace[0].meanIoU)
  }

  @Test func aBudgetOfNothingChangesNothing() throws {
    let (victim, problem) = BlurredDisc.problem()
    for norm in Norm.allCases {
      var none = BlurredDisc.settings(5)
      none.budget = Budget(norm: norm, size: 0, bounds: 0...1)
      let found = try AdaptiveMaskAttack(settings: none).run(problem, against: victim)
      #expect(found.outcome.adversarial == problem.clean)
    }
  }

  @Test func numbersThatAreNoneAreReportedAndSurvived() throws {
    let victim = SampleVictim(
      inputShape: [1, 1, 2], outputShape: [2, 1, 2], answer: { [0, 0, $0[0] - 0.5, .nan] },
      pullback: { _, c in [c[2], .infinity] })
    let clean = Tensor(shape: [1, 1, 2], scalars: [0.2, 0.4])
    let found = try AdaptiveMaskAttack(settings: AdaptiveMaskAttack.Settings(iterations: 5)).run(
      MaskProblem(
        id: "a", clean: clean, region: .all([1, 1, 2]), goal: MaskGoal(target: [1, 1], height: 1, width: 2)),
      against: victim)
    #expect(found.outcome.numericalTrouble && found.prediction[1] == -1)
    #expect(found.outcome.adversarial.scalars[1] == 0.4)
  }

  @Test func stoppingReturnsTheBestSoFar() throws {
    let (victim, problem) = BlurredDisc.problem()
    var seen = 0
    let control = MaskControl(
      shouldStop: { seen > 3 },
      didAdvance: { entry, limit in
        #expect(limit == 40)
        seen += 1
      })
    let found = try AdaptiveMaskAttack(settings: BlurredDisc.settings(40)).run(
      problem, against: victim, control: control)
    #expect(found.outcome.wasInterrupted && found.trace.count == 4)
  }

  @Test func everythingWrongIsSaidAtOnce() throws {
    let (victim, problem) = BlurredDisc.problem()
    var wrong = AdaptiveMaskAttack.Settings(
      iterations: 0, goal: 2, reach: 2, pull: 1, firstChange: 0, momentum: 1, penalty: .nan, tightening: -1,
      shortening: -1,
      budget: Budget(norm: .l2, size: .infinity, bounds: 0.5...1))
    wrong.loss.confidence = -1
    let error = try #require(throws: AttackError.self) {
      try AdaptiveMaskAttack(settings: wrong).run(problem, against: victim)
    }
    for part in [
      "iterations", "goal", "first change", "momentum", "penalty", "reach", "pull", "tightening", "shortening",
      "confidence",
      "budget",
      "outside the bounds",
    ] {
      #expect(error.description.contains(part), "\(part) in \(error)")
    }
    let classifier = SampleVictim.linear([[1], [0]], inputShape: [1, 28, 28])
    let text = try #require(throws: AttackError.self) {
      try AdaptiveMaskAttack().run(problem, against: classifier)
    }.description
    #expect(text.contains("no segmentation network"))
  }
}
