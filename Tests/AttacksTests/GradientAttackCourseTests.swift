import Attacks
import Tensors
import TestSupport
import Testing

/// How a run goes: who leaves when, what is counted, how it stops, what it refuses.
@Suite struct GradientAttackCourseTests {
  // MARK: Counting, leaving, stopping

  @Test func aSampleLeavesTheBatchAtItsFirstSuccess() throws {
    let victim = SampleVictim.linear([[1, 1], [0, 0]])
    let problems = [problem([0.05, 0], away: 0, id: "weak"), problem([5, 5], away: 0, id: "strong")]
    let attack = GradientAttack.bim(budget: budget(.linf, 1), steps: 8, stepSize: 0.1)
    let outcomes = try attack.run(problems, against: victim)
    #expect(outcomes.map(\.succeeded) == [true, false])
    #expect(outcomes.map(\.iterations) == [1, 8])
    #expect(outcomes.map(\.forwards) == [2, 9])
    #expect(outcomes.map(\.backwards) == [2, 8])
    #expect(victim.gradientBatches == [2, 2, 1, 1, 1, 1, 1, 1])
    #expect(victim.forwardBatches == [1])
  }

  @Test func theLastPointIsLookedAtToo() throws {
    let victim = SampleVictim.linear([[1, 1], [0, 0]])
    let attack = GradientAttack.fgsm(budget: budget(.linf, 1))
    #expect(try attack.run([problem([0.5, 0.2], away: 0)], against: victim)[0].succeeded)
  }

  @Test func waitingSamplesTakeThePlaceOfThoseThatLeave() throws {
    let victim = SampleVictim.linear([[1, 1], [0, 0]])
    let problems = (0..<4).map { problem([$0 == 0 ? 5 : 0.05, 0], away: 0, id: "\($0)") }
    let attack = GradientAttack.bim(budget: budget(.linf, 1), steps: 8, stepSize: 0.1)
    var order: [Int] = []
    let control = AttackControl(batchSize: 2, didFinish: { index, _ in order.append(index) })
    let outcomes = try attack.run(problems, against: victim, control: control)
    #expect(outcomes.map(\.succeeded) == [false, true, true, true])
    #expect(order == [1, 2, 3, 0])
    #expect(victim.gradientBatches == [2, 2, 2, 2, 2, 2, 1, 1])
  }

  @Test func aStepThatLeadsNowhereNewEndsTheRestart() throws {
    let victim = SampleVictim.linear([[1, 1], [0, 0]])
    let attack = GradientAttack.bim(budget: budget(.linf, 0.1), steps: 1000, stepSize: 0.05)
    let outcome = try attack.run([problem([5, 5], away: 0)], against: victim)[0]
    #expect(outcome.iterations == 3 && outcome.forwards == 3)
    #expect(outcome.adversarial.scalars == [4.9, 4.9])
    var settings = attack.settings
    settings.steps = 2
    let before = try GradientAttack(name: "bim", settings: settings).run([problem([5, 5], away: 0)], against: victim)[0]
    #expect(before.loss.bitPattern == outcome.loss.bitPattern)
  }

  /// Sign steps of ¼ about (0.3, −0.6) end between two points: leaving there changes no bit of what is found.
  @Test(arguments: [3, 4, 5, 100, 1000]) func aCircleOfTwoPointsEndsTheRestart(steps: Int) throws {
    let center: [Float] = [0.3, -0.6]
    let victim = SampleVictim(
      inputShape: [2], outputShape: [2],
      answer: { x in [zip(x, center).reduce(Float(5)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }, 0] },
      pullback: { x, c in [2 * c[0] * (x[0] - center[0]), 2 * c[0] * (x[1] - center[1])] })
    let attack = GradientAttack.bim(budget: budget(.linf, 1), steps: steps, stepSize: 0.25, loss: .margin)
    let outcome = try attack.run([problem([0, 0], away: 0)], against: victim)[0]

    // The same steps, all of them taken.
    var point: [Float] = [0, 0]
    var (best, least) = (point, Float.infinity)
    for _ in 0...steps {
      let value = victim.logits(of: Tensor(shape: [1, 2], scalars: point)).scalars[0]
      if value < least { (best, least) = (point, value) }
      point = zip(point, center).map { $0 > $1 ? $0 - 0.25 : $0 + 0.25 }
    }
    #expect(outcome.adversarial.scalars.map(\.bitPattern) == best.map(\.bitPattern))
    #expect(outcome.loss.bitPattern == (-least).bitPattern && best == [0.25, -0.75])
    // (½, −½) comes for the second time after the fourth step.
    #expect(outcome.iterations == min(steps, 4) && outcome.forwards == 4)
  }

  @Test func stoppingKeepsWhatWasFoundAndSaysSo() throws {
    let victim = SampleVictim.linear([[1, 1], [0, 0]])
    let problems = [
      problem([0.05, 0], away: 0, id: "weak"), problem([5, 5], away: 0, id: "strong"),
      problem([5, 5], away: 0, id: "never begun"),
    ]
    var polls = 0
    let control = AttackControl(
      batchSize: 1,
      shouldStop: {
        polls += 1
        return polls > 5
      })
    let attack = GradientAttack.bim(budget: budget(.linf, 1), steps: 8, stepSize: 0.1)
    let outcomes = try attack.run(problems, against: victim, control: control)
    #expect(outcomes.map(\.wasInterrupted) == [false, true, true])
    #expect(outcomes[0].succeeded && outcomes[1].backwards == 3)
    #expect(outcomes[2].forwards == 0 && outcomes[2].adversarial == problems[2].clean)
    #expect(victim.gradientBatches.count == 5)
  }

  @Test func gradientsThatAreNotNumbersAreReportedAndSurvived() throws {
    let victim = SampleVictim(
      inputShape: [3], outputShape: [2], answer: { [$0[0] + $0[1] + $0[2], 0] },
      pullback: { _, c in [c[0], .nan, .infinity] })
    let outcome = try GradientAttack.bim(budget: budget(.linf, 0.1)).run(
      [problem([1, 1, 1], away: 0)], against: victim)[0]
    #expect(outcome.numericalTrouble && !outcome.gradientVanished)
    #expect(close(outcome.adversarial.scalars, [0.9, 1, 1]))

    let broken = SampleVictim(
      inputShape: [1], outputShape: [2], answer: { _ in [.nan, 0] }, pullback: { _, c in [c[0]] })
    let nothing = try GradientAttack.pgd(budget: budget(.linf, 0.1)).run([problem([1], away: 0)], against: broken)[0]
    #expect(nothing.numericalTrouble && !nothing.succeeded)
    #expect(nothing.adversarial.scalars == [1])
  }

  @Test func restartsGoOnFromWhereSuccessIsMissing() throws {
    let outcome = try GradientAttack.pgd(
      budget: budget(.linf, 0.01, 0...1), steps: 3, stepSize: 0.004, restarts: 4
    ).run([manyProblems(1)[0]], against: curved)[0]
    #expect(!outcome.succeeded && outcome.iterations > 3 && outcome.forwards > outcome.backwards)
    #expect((0..<4).contains(outcome.restart))
  }

  // MARK: Impossible requests

  @Test func everythingWrongIsSaidAtOnceAndBeforeAnythingRuns() throws {
    let victim = SampleVictim.linear([[1, 1], [0, 0]])
    let settings = GradientAttackSettings(
      budget: Budget(norm: .linf, size: .infinity, bounds: 0...1), steps: 0, stepSize: -1, restarts: 2,
      randomStart: false, loss: .dlr)
    let problems = [
      problem([0.5, 0.5], away: 0, id: "a"), problem([0.5], away: 0, id: "b"),
      problem([0.5, 2], away: 7, id: "c"),
    ]
    let error = #expect(throws: AttackError.self) {
      try GradientAttack(name: "pgd", settings: settings).run(problems, against: victim)
    }
    let text = try #require(error).description
    for part in ["steps must", "random start", "step size", "finite", "sample a: the dlr loss needs 3 classes"] {
      #expect(text.contains(part), "\(part) in \(text)")
    }
    #expect(victim.gradientBatches.isEmpty && victim.forwardBatches.isEmpty)
  }

  @Test func inputsThatCannotBeAttackedAreNamed() throws {
    let victim = SampleVictim.linear([[1, 1], [0, 0], [0, 1], [1, 0]])
    let cases: [(AttackProblem, String)] = [
      (problem([0.5, 2], away: 0), "the value 2.0 at [1] is outside the bounds 0.0 to 1.0"),
      (problem([0.5, .nan], away: 0), "the value nan at [1]"),
      (problem([0.5], away: 0), "the input is [1], the model takes [2]"),
      (problem([0.5, 0.5], away: 0, region: Region([0, 0])), "is empty"),
      (problem([0.5, 0.5], away: 0, region: Region([1])), "the region is made for [1]"),
      (problem([0.5, 0.5], away: 4), "outside 0...3"),
      (problem([0.5, 0.5], to: 1), "needs the true class"),
      (problem([0.5, 0.5], to: 1, label: 1), "the target is the true class"),
    ]
    for (sample, complaint) in cases {
      let error = #expect(throws: AttackError.self) {
        try GradientAttack.pgd(budget: budget(.linf, 0.1, 0...1), loss: .dlr).run([sample], against: victim)
      }
      #expect(try #require(error).description.contains(complaint), "\(error?.description ?? "")")
    }
  }
}
