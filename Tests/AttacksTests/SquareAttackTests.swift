import Attacks
import Tensors
import Testing

@Suite struct SquareAttackTests {
  private static func attack(
    _ norm: Norm, _ size: Float, bounds: ClosedRange<Float>? = nil, queries: Int = 500, stops: Bool = false
  ) -> SquareAttack {
    SquareAttack(
      settings: SquareAttackSettings(
        budget: budget(norm, size, bounds), queries: queries, seed: 4, stopsOnSuccess: stops))
  }

  /// Of the most that the margin can gain: all of it under Linf, where 12 elements have 12 signs.
  ///
  /// Under L2 windows share their length and channels keep theirs (0.71 to 0.96 was measured), under L1 hills have to
  /// become single elements (0.81 to 1).
  @Test(
    arguments: [
      (.linf, 0.1, nil, 1), (.linf, 0.4, 0...1, 1), (.l2, 0.5, nil, 0.7), (.l2, 1, 0...1, 0.7), (.l1, 0.5, nil, 0.8),
      (.l1, 2, 0...1, 0.8),
    ]
      as [(Norm, Float, ClosedRange<Float>?, Double)], [[12], [3, 4], [2, 2, 3], [1, 3, 2, 2]])
  func comesNearTheOptimum(limits: (norm: Norm, size: Float, bounds: ClosedRange<Float>?, share: Double), shape: [Int])
    throws
  {
    for seed in [UInt64(2)] {
      let linear = LinearVictimCase(
        seed: seed, bounds: limits.bounds ?? -10...10, region: Region((0..<12).map { $0 == 5 ? 0 : 1 }),
        inputShape: shape)
      let outcome = try Self.attack(limits.norm, limits.size, bounds: limits.bounds).run(
        [linear.problem], against: linear.victim)[0]
      let gain = Double(outcome.loss) - linear.bestMargin(limits.norm, 0)
      let share = gain / linear.bestGain(limits.norm, Double(limits.size))
      #expect(share >= limits.share - 1e-5 && share <= 1.00001)
    }
  }

  @Test func asksForScoresAndNothingElse() throws {
    let linear = LinearVictimCase(seed: 3)
    let attack = Self.attack(.linf, 0.01, queries: 50)
    let outcome = try attack.run([linear.problem], against: linear.victim)[0]
    #expect(attack.needs == .scores && outcome.backwards == 0 && linear.victim.gradientBatches.isEmpty)
    #expect(outcome.forwards <= 50 && outcome.forwards > 30)
  }

  @Test(arguments: [Norm.linf, .l2]) func leavesAtItsFirstSuccess(norm: Norm) throws {
    let linear = LinearVictimCase(seed: 5, count: 24, inputShape: [1, 4, 6])
    let outcome = try Self.attack(norm, 5, stops: true).run([linear.problem], against: linear.victim)[0]
    #expect(outcome.succeeded && outcome.forwards < 100)
  }

  @Test(arguments: [Norm.linf, .l2]) func reachesTheClassThatIsAskedFor(norm: Norm) throws {
    let linear = LinearVictimCase(seed: 6, classes: 4)
    let outcome = try Self.attack(norm, 5, stops: true).run(
      [linear.problem(.targeted(class: 2))], against: linear.victim)[0]
    #expect(Prediction.classIndices(of: linear.victim.logits(of: Tensor(batching: [outcome.adversarial]))) == [2])
  }

  /// A region of a few cells in the last frames only: windows are laid there.
  @Test(arguments: [Norm.linf, .l2]) func findsASmallRegionOfASequence(norm: Norm) throws {
    let region = Region((0..<200).map { [171, 188, 189, 195].contains($0) ? 1 : 0 })
    let linear = LinearVictimCase(seed: 7, count: 200, region: region, inputShape: [1, 8, 5, 5])
    let outcome = try Self.attack(norm, 0.5, queries: 200).run([linear.problem], against: linear.victim)[0]
    let gain = Double(outcome.loss) - linear.bestMargin(norm, 0)
    #expect(gain / linear.bestGain(norm, 0.5) > (norm == .linf ? 0.9999 : 0.7), "\(gain / linear.bestGain(norm, 0.5))")
    #expect(region.violations(clean: vector(linear.clean), adversarial: vector(outcome.adversarial.scalars)).isClean)
  }

  @Test func saysEverythingThatIsWrong() {
    let settings = SquareAttackSettings(budget: budget(.l0, 1), queries: 0, share: 0, restarts: 0)
    let error = #expect(throws: AttackError.self) {
      try SquareAttack(settings: settings).run([problem([1], away: 0)], against: SampleVictim.linear([[1], [0]]))
    }
    #expect(error?.complaints.count == 4)
  }
}
