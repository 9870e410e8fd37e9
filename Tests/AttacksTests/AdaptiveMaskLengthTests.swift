import Attacks
import Tensors
import Testing

/// How long the steps and the answers of the adaptive mask attack are.
@Suite struct AdaptiveMaskLengthTests {
  /// Δw = (2, −1): a pixel of margin m is m/√5 away from its boundary.
  private let weights: [[Float]] = [[1, 0], [-1, 1]]

  @Test func theFirstStepChangesAsMuchAsAskedAndNoMore() throws {
    let (victim, problem) = BlurredDisc.problem()
    var scheduled = BlurredDisc.settings(1)
    scheduled.reach = 0
    let found = try AdaptiveMaskAttack(settings: scheduled).run(problem, against: victim)
    #expect(abs(found.trace[1].linf - 1.0 / 255) < 1e-6)
  }

  @Test(arguments: [0, 0.5] as [Float]) func endsAtItsGoal(reach: Float) throws {
    let (victim, problem) = BlurredDisc.problem()
    var easy = BlurredDisc.settings(200)
    easy.reach = reach
    easy.goal = 0.5
    easy.tightening = 0
    easy.shortening = 0
    let found = try AdaptiveMaskAttack(settings: easy).run(problem, against: victim)
    #expect(found.outcome.succeeded && found.outcome.iterations < 200)
    #expect(found.bestIteration == found.outcome.iterations)
    #expect(found.trace.dropLast().allSatisfy { $0.meanIoU < 0.5 })
    // The image that reaches the goal costs no gradient.
    #expect(found.outcome.backwards == found.outcome.iterations)
    #expect(found.outcome.forwards == found.outcome.iterations + 1)
  }

  /// The first image that reaches the goal, then nearer ones on the way back, then shorter ones; never more iterations than
  /// allowed.
  @Test(arguments: [0, 0.5] as [Float]) func reachesItsGoalWithLess(reach: Float) throws {
    let (victim, problem) = BlurredDisc.problem()
    var plain = BlurredDisc.settings(200)
    plain.reach = reach
    plain.goal = 0.8
    plain.tightening = 0
    plain.shortening = 0
    var (tightened, shortened) = (plain, plain)
    tightened.tightening = 4
    shortened.shortening = 40
    func length(_ settings: AdaptiveMaskAttack.Settings) throws -> (MaskOutcome, Double) {
      let found = try AdaptiveMaskAttack(settings: settings).run(problem, against: victim)
      #expect(found.outcome.succeeded && found.scores.meanIoU >= 0.8)
      let norms = PerturbationNorms(clean: problem.clean, adversarial: found.outcome.adversarial)
      #expect(norms.l2 == found.trace.filter { $0.meanIoU >= 0.8 }.map(\.l2).min())
      return (found, norms.l2)
    }
    let ((long, first), (tight, nearer), (short, shorter)) = (
      try length(plain), try length(tightened), try length(shortened)
    )
    #expect(nearer <= first && shorter < 0.95 * first, "\(first) \(nearer) \(shorter)")
    #expect(tight.outcome.backwards == long.outcome.backwards && tight.outcome.forwards == long.outcome.forwards + 4)
    #expect((10...40).contains(short.outcome.iterations - long.outcome.iterations))
    shortened.iterations = long.outcome.iterations + 5
    #expect(try length(shortened).0.outcome.iterations == shortened.iterations)
  }

  /// A step covers half the way to where the wrong pixels' boundaries are on average: with one pixel, to its own.
  @Test func stepsCoverTheirShareOfTheWay() throws {
    let victim = SampleVictim.pixelwise(weights, bias: [0, 0.5], height: 1, width: 1)
    let clean = Tensor(shape: [2, 1, 1], scalars: [0.5, 0.2])
    var one = AdaptiveMaskAttack.Settings(iterations: 1, relativeConfidence: 0)
    for share: Float in [0.25, 0.5] {
      one.reach = share
      let found = try AdaptiveMaskAttack(settings: one).run(
        MaskProblem(
          id: "a", clean: clean, region: .all([2, 1, 1]), goal: MaskGoal(target: [1], height: 1, width: 1)),
        against: victim)
      let whole = 0.3 / Double(5).squareRoot()
      #expect(abs(found.trace[1].l2 - Double(share) * whole) < 1e-6)
    }
  }

  /// Pixels that nothing moves keep the goal out of reach: what is done for the others stays as short.
  @Test(arguments: [0, 40]) func aGoalOutOfReachCostsNoLength(shortening: Int) throws {
    let (victim, free) = BlurredDisc.problem()
    let allowed = (0..<BlurredDisc.side * BlurredDisc.side).map { $0 / BlurredDisc.side >= 14 }
    let region = Region(shape: [1, BlurredDisc.side, BlurredDisc.side], allowed: allowed, name: "lower rows")
    let (_, problem) = BlurredDisc.problem(region: region)
    var attack = BlurredDisc.settings(150)
    attack.shortening = shortening
    let bound = try AdaptiveMaskAttack(settings: attack).run(problem, against: victim)
    let unbound = try AdaptiveMaskAttack(settings: attack).run(free, against: victim)
    let lengths = [bound, unbound].map { PerturbationNorms(clean: free.clean, adversarial: $0.outcome.adversarial).l2 }
    #expect(!bound.outcome.succeeded && lengths[0] < 2 * lengths[1], "\(lengths)")
  }

  /// One pixel of margin m = Δw · x + Δb: the shortest perturbation that flips it is m/‖Δw‖₂ long.
  @Test func theShortestLengthOfOnePixelIsFound() throws {
    let victim = SampleVictim.pixelwise(weights, bias: [0, 0.5], height: 1, width: 1)
    let clean = Tensor(shape: [2, 1, 1], scalars: [0.5, 0.2])
    let found = try AdaptiveMaskAttack(settings: AdaptiveMaskAttack.Settings(firstChange: 0.05)).run(
      MaskProblem(
        id: "a", clean: clean, region: .all([2, 1, 1]), goal: MaskGoal(target: [1], height: 1, width: 1)),
      against: victim)
    let norms = PerturbationNorms(clean: clean, adversarial: found.outcome.adversarial)
    let shortest = 0.3 / Double(5).squareRoot()
    #expect(victim.mask(of: clean) == [0] && found.outcome.succeeded)
    #expect(norms.l2 >= shortest * 0.999 && norms.l2 < shortest * 1.02, "\(norms.l2) of \(shortest)")
  }
}
