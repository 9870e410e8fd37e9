import Attacks
import Tensors
import Testing

@Suite struct LiteralMaskAttackTests {
  /// One channel, two pixels, logits `(−x, x − 1)`: pixel 0 (x = 0.2) must become 1, pixel 1 (x = 0.3) stay 0.
  private let victim = SampleVictim.pixelwise([[-1], [1]], bias: [0, -1], height: 1, width: 2)
  private let clean = Tensor(shape: [1, 1, 2], scalars: [0.2, 0.3])

  private func problem(_ target: [Int], region: Region? = nil) -> MaskProblem {
    MaskProblem(
      id: "a", clean: clean, region: region ?? .all([1, 1, 2]), goal: MaskGoal(target: target, height: 1, width: 2))
  }

  private func settings(_ iterations: Int, tau: Double = 0.1, beta: Double = 0.5) -> LiteralMaskAttack.Settings {
    LiteralMaskAttack.Settings(iterations: iterations, multiplier: .absolute(tau: tau, beta: beta))
  }

  /// By hand.
  ///
  /// Pixel 0 is wrong until x > ½. G = 1 − 2(x − 0.2): 1, 0.8, 0.64; P = 0.1 throughout (IoU 0).
  @Test func takesTheReferencesStepsToTheDigit() throws {
    let found = try LiteralMaskAttack(settings: settings(3)).run(problem([1, 0]), against: victim)
    let expected: [Float] = [0.2 + 0.1 + 0.08 + 0.064, 0.3]
    #expect(close(found.outcome.adversarial.scalars, expected))
    #expect(found.trace.map(\.meanIoU) == [0, 0, 0] && found.trace.map(\.activePixels) == [1, 1, 1])
    #expect(zip(found.trace.map(\.l2), [0.1, 0.18, 0.244]).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(found.outcome.forwards == 7 && found.outcome.backwards == 3)
    #expect(!found.outcome.succeeded)
  }

  /// Step 5 brings pixel 0 over ½: IoU 1, so that P becomes β + τ; nothing is wrong any more, only the penalty pulls.
  @Test func theMultiplierFollowsTheOverlap() throws {
    let found = try LiteralMaskAttack(settings: settings(6)).run(problem([1, 0]), against: victim)
    // Changes from 0.2: 0.1, 0.18, 0.244, 0.2952, 0.33616; x = 0.53616; then G = −2 · 0.33616, P = 0.6.
    #expect(found.trace.map(\.meanIoU) == [0, 0, 0, 0, 1, 0])
    #expect(found.trace.map { ($0.multiplier * 10).rounded() } == [1, 1, 1, 1, 1, 6])
    #expect(found.trace[5].activePixels == 0)
    #expect(close(found.outcome.adversarial.scalars, [0.2 + 0.33616 * (1 - 1.2), 0.3]))
    var fixed = settings(6)
    fixed.isMultiplierDynamic = false
    let constant = try LiteralMaskAttack(settings: fixed).run(problem([1, 0]), against: victim)
    #expect(constant.trace.allSatisfy { $0.multiplier == 0.1 })
  }

  @Test func scoresInTheTraceAreOfTheUnclippedPointAndTheImageIsClipped() throws {
    let found = try LiteralMaskAttack(settings: settings(1, tau: 5)).run(problem([1, 0]), against: victim)
    #expect(abs(found.trace[0].linf - 5) < 1e-6)
    #expect(found.outcome.adversarial.scalars == [1, 0.3])
    #expect(found.scores.meanIoU == 1 && found.outcome.succeeded && found.prediction == [1, 0])
  }

  @Test func theScaledMultiplierSetsTheFirstChange() throws {
    let attack = LiteralMaskAttack(
      settings: LiteralMaskAttack.Settings(iterations: 1, multiplier: .scaled(largestChange: 1.0 / 255, ratio: 10)))
    let found = try attack.run(problem([1, 0]), against: victim)
    #expect(abs(found.trace[0].linf - 1.0 / 255) < 1e-7)
  }

  /// Their 0/0 is a NaN that eats the image.
  @Test func anEmptyTargetThatIsReachedDoesNoHarm() throws {
    let found = try LiteralMaskAttack(settings: settings(3)).run(problem([0, 0]), against: victim)
    #expect(found.outcome.adversarial == clean && found.trace.map(\.meanIoU) == [1, 1, 1])
    #expect(found.outcome.gradientVanished && found.outcome.succeeded)
  }

  @Test func theRegionHolds() throws {
    let region = Region(shape: [1, 1, 2], allowed: [false, true], name: "second")
    let found = try LiteralMaskAttack(settings: settings(3)).run(problem([1, 1], region: region), against: victim)
    #expect(found.outcome.adversarial.scalars[0] == 0.2 && found.outcome.adversarial.scalars[1] > 0.5)
  }

  @Test func stoppingReturnsTheImageSoFar() throws {
    var polls = 0
    let control = MaskControl(shouldStop: {
      polls += 1
      return polls > 2
    })
    let found = try LiteralMaskAttack(settings: settings(100)).run(problem([1, 0]), against: victim, control: control)
    #expect(found.outcome.wasInterrupted && found.trace.count == 2)
    #expect(close(found.outcome.adversarial.scalars, [0.38, 0.3]))
  }

  @Test func everythingWrongIsSaidAtOnce() throws {
    let goal = MaskGoal(target: [0, 7, 0], height: 1, width: 3)
    let bad = MaskProblem(id: "a", clean: clean, region: .all([1, 1, 2]), goal: goal)
    let attack = LiteralMaskAttack(settings: settings(0, tau: -1))
    let text = try #require(throws: AttackError.self) { try attack.run(bad, against: victim) }.description
    for part in ["iterations must", "tau must", "target mask is 1 x 3", "label 7"] {
      #expect(text.contains(part), "\(part) in \(text)")
    }
    #expect(victim.forwardBatches.isEmpty)
  }
}
