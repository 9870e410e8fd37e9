import Attacks
import Tensors
import Testing

/// Runs of one sample side by side: what they find and spend, when they end, and that nobody else matters.
@Suite struct RunsTogetherTests {
  private func isSame(_ left: Outcome, _ right: Outcome) -> Bool {
    left.adversarial == right.adversarial && left.loss.bitPattern == right.loss.bitPattern
      && left.succeeded == right.succeeded && left.restart == right.restart && left.restarts == right.restarts
      && left.forwards == right.forwards && left.backwards == right.backwards && left.iterations == right.iterations
      && left.gradientVanished == right.gradientVanished && left.numericalTrouble == right.numericalTrouble
  }

  // MARK: Against runs in turn

  @Test func theRunsAfterTheFirstShareTheirPasses() throws {
    func batches(together: Bool, size: Int?) throws -> SampleVictim {
      let victim = SampleVictim.linear([[1, 1], [0, 0]])
      let attack = GradientAttack.pgd(
        budget: budget(.linf, 1), steps: 5, stepSize: 0.01, restarts: 5, loss: .margin, seed: 3, together: together)
      let outcome = try attack.run(
        [problem([5, 5], away: 0)], against: victim, control: AttackControl(batchSize: size))[0]
      #expect(outcome.forwards == 30 && outcome.backwards == 25 && outcome.iterations == 25)
      return victim
    }
    let inTurn = try batches(together: false, size: nil)
    #expect(inTurn.gradientBatches == [Int](repeating: 1, count: 25) && inTurn.forwardBatches == [1, 1, 1, 1, 1])
    let together = try batches(together: true, size: nil)
    #expect(together.gradientBatches == [1, 1, 1, 1, 1, 4, 4, 4, 4, 4] && together.forwardBatches == [1, 4])
    let narrow = try batches(together: true, size: 3)
    #expect(narrow.gradientBatches == [1, 1, 1, 1, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1])
    #expect(narrow.forwardBatches == [1, 3, 1])
  }

  /// Five classes, of which the first leads by more than any input can change.
  private var unbeatable: SampleVictim {
    var stream = RandomStream(seed: 21)
    let weights = (0..<5).map { _ in (0..<6).map { _ in 0.3 * stream.nextGaussian() } }
    return .linear(weights, bias: [20, 0, 0, 0, 0])
  }

  /// As asked for by name: restarts where the attack has them, classes where it aims at several.
  @Test(arguments: ["pgd", "apgd", "apgd-ce", "apgd-dlr", "apgd-t", "autoattack"], [Norm.linf, .l2, .l1])
  func withoutSuccessOnlyTheNumberOfPassesChanges(name: String, norm: Norm) throws {
    let entry = try AttackCatalogue.entry(named: name)
    // AutoAttack alone takes queries; it has no restarts to set, but classes that APGD aims at one after the other.
    var request = AttackRequest(bounds: 0...1, norm: norm, size: 0.3, steps: 8, seed: 3)
    if entry.defaults.restarts != nil { request.restarts = 4 }
    if entry.defaults.queries != nil { request.queries = 20 }
    func run(together: Double) throws -> (outcome: Outcome, passes: Int) {
      request.options["together"] = together
      let victim = unbeatable
      let outcome = try entry.attack(request).run([manyProblems(1)[0]], against: victim)[0]
      return (outcome, victim.gradientBatches.count + victim.forwardBatches.count)
    }
    let (inTurn, together) = (try run(together: 0), try run(together: 1))
    #expect(!inTurn.outcome.succeeded && inTurn.outcome.restarts > 3)
    #expect(isSame(inTurn.outcome, together.outcome))
    #expect(together.passes < inTurn.passes, "\(together.passes) of \(inTurn.passes)")
  }

  @Test(arguments: [Norm.linf, .l2, .l1])
  func neitherBatchSizeNorOrderNorNeighboursChangeAByte(norm: Norm) throws {
    let problems = manyProblems(9)
    func attack(together: Bool) -> GradientAttack {
      .pgd(
        budget: budget(norm, norm == .linf ? 0.25 : 0.5, 0...1), steps: 7, restarts: 3, seed: 5, together: together)
    }
    let all = try attack(together: true).run(problems, against: curved)
    for size in [1, 2, 4] {
      let split = try attack(together: true).run(problems, against: curved, control: AttackControl(batchSize: size))
      #expect(zip(split, all).allSatisfy { isSame($0.0, $0.1) })
    }
    let backwards = try attack(together: true).run(problems.reversed(), against: curved)
    #expect(zip(backwards.reversed(), all).allSatisfy { isSame($0.0, $0.1) })
    let alone = try problems.map { try attack(together: true).run([$0], against: curved)[0] }
    #expect(zip(alone, all).allSatisfy { isSame($0.0, $0.1) })

    let inTurn = try attack(together: false).run(problems, against: curved)
    #expect(inTurn.map(\.succeeded) == all.map(\.succeeded))
    #expect(Set(all.map(\.succeeded)) == [true, false], "the test needs samples that stay and samples that leave")
    for (before, now) in zip(inTurn, all) where before.restart == 0 || !before.succeeded {
      #expect(isSame(before, now))
    }
  }

  @Test func aBudgetOfNothingIsLookedAtOnce() throws {
    let attack = GradientAttack.pgd(budget: budget(.linf, 0, 0...1), restarts: 3, together: true)
    let outcome = try attack.run([manyProblems(1)[0]], against: curved)[0]
    #expect(outcome.forwards == 1 && outcome.backwards == 0 && outcome.restarts == 1)
    #expect(outcome.adversarial == manyProblems(1)[0].clean)
  }

  // MARK: The end

  /// Four runs; run r looks at 10 r, 10 r + 1 and 10 r + 2.
  private struct ThreeLooks: SampleAttack {
    var untilSuccess = true
    let name = "three looks"
    let bounds: ClosedRange<Float> = 0...100
    let stepLimit = 12
    let complaints: [String] = []

    func search(_ oracle: Oracle) async throws {
      try await oracle.makeRuns(4, together: true, untilSuccess: untilSuccess) { [untilSuccess] run, oracle in
        for step in 0..<3 {
          try await oracle.look(at: [Float(10 * run + step)])
          oracle.countStep()
          if untilSuccess && oracle.succeeded { return }
        }
      }
    }
  }

  private let sample = problem([0], away: 0)

  /// Says class 1 at some points and class 0 elsewhere, always with the same margin.
  private func victim(fallingAt points: Set<Float>) -> SampleVictim {
    SampleVictim(
      inputShape: [1], outputShape: [2], answer: { points.contains($0[0]) ? [0, 1] : [1, 0] },
      pullback: { _, _ in [0] })
  }

  @Test func allEndInTheRoundOfTheFirstSuccessAndTheLowestNumberCounts() throws {
    let victim = victim(fallingAt: [12, 21, 31])
    let outcome = try ThreeLooks().run([sample], against: victim)[0]
    #expect(outcome.succeeded && outcome.adversarial.scalars == [21])
    #expect(outcome.restart == 2 && outcome.restarts == 4)
    #expect(outcome.forwards == 9 && outcome.iterations == 9)
    #expect(victim.forwardBatches == [1, 1, 1, 3, 3])
  }

  @Test func withoutAnEarlyEndTheBestOfAllCounts() throws {
    let victim = victim(fallingAt: [12, 21, 31])
    let outcome = try ThreeLooks(untilSuccess: false).run([sample], against: victim)[0]
    #expect(outcome.succeeded && outcome.adversarial.scalars == [12])
    #expect(outcome.restart == 1 && outcome.restarts == 4)
    #expect(outcome.forwards == 12 && victim.forwardBatches == [1, 1, 1, 3, 3, 3])
  }

  @Test func aSuccessOfTheFirstRunCostsNothingMore() throws {
    let victim = victim(fallingAt: [1, 10])
    let outcome = try ThreeLooks().run([sample], against: victim)[0]
    #expect(outcome.adversarial.scalars == [1] && outcome.restarts == 1 && outcome.forwards == 2)
    #expect(victim.forwardBatches == [1, 1])
  }

  @Test func othersThatComeLaterChangeNothing() throws {
    let problems = (0..<3).map { problem([0], away: 0, id: "\($0)") }
    let alone = try ThreeLooks().run([sample], against: victim(fallingAt: [12, 21, 31]))[0]
    let outcomes = try ThreeLooks().run(
      problems, against: victim(fallingAt: [12, 21, 31]), control: AttackControl(batchSize: 2))
    #expect(outcomes.count == 3)
    #expect(outcomes.allSatisfy { isSame($0, alone) })
  }

  @Test func stoppingAmongRunsKeepsWhatTheySpent() throws {
    var polls = 0
    func shouldStop() -> Bool {
      polls += 1
      return polls > 4
    }
    let control = AttackControl(shouldStop: shouldStop)
    let victim = victim(fallingAt: [])
    let outcome = try ThreeLooks().run([sample], against: victim, control: control)[0]
    #expect(outcome.wasInterrupted && !outcome.succeeded && outcome.adversarial.scalars == [0])
    #expect(outcome.forwards == 6 && outcome.iterations == 6 && outcome.restarts == 4)
    #expect(victim.forwardBatches == [1, 1, 1, 3])
  }

  @Test func stepsOfRunsUnderWayAreReported() throws {
    var steps: [Int] = []
    let control = AttackControl(didAdvance: { steps.append($0.steps) })
    _ = try ThreeLooks().run([sample], against: victim(fallingAt: []), control: control)
    #expect(steps == [1, 2, 3, 6, 9, 12])
  }

  /// Answers one at a time and refuses more.
  private final class Lonely: Victim {
    struct Refusal: Error {}

    let inputShape = [1]
    let outputShape = [2]

    func logits(of inputs: Tensor) throws -> Tensor {
      guard inputs.batchCount == 1 else { throw Refusal() }
      return Tensor(shape: [1, 2], scalars: [1, 0])
    }

    func logitsAndGradient(
      at inputs: Tensor, cotangent: (_ logits: Tensor) throws -> Tensor
    ) throws -> (logits: Tensor, gradient: Tensor) { throw Refusal() }
  }

  @Test func whatTheVictimThrowsEndsAllRuns() {
    #expect(throws: Lonely.Refusal.self) { try ThreeLooks().run([sample], against: Lonely()) }
  }
}
