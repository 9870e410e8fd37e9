import Attacks
import Tensors
import Testing

/// What the search loop makes of a victim that keeps something.
@Suite struct FixedPartTests {
  private let linear = SampleVictim.linear([[3, -4, 1, 2], [0, 0, 0, 0]], bias: [-1, 0])

  private func problem(_ id: String, from first: Int) -> AttackProblem {
    AttackProblem(
      id: id, clean: Tensor(shape: [4], scalars: [1, 0.2, 0.3, 0.4]),
      region: Region(shape: [4], allowed: (0..<4).map { $0 >= first }, name: "test"), goal: .untargeted(label: 0))
  }

  private func pgd(steps: Int) -> GradientAttack {
    GradientAttack.pgd(
      budget: Budget(norm: .linf, size: 0.05, bounds: -10...10), steps: steps, stepSize: 0.01, loss: .margin, seed: 3)
  }

  @Test func everyRowHasItsOwnSamplesPart() throws {
    let victim = FixedPartKeeper(linear)
    let problems = [("a", 1), ("b", 2), ("c", 1), ("d", 0)].map { problem($0.0, from: $0.1) }
    let outcomes = try pgd(steps: 6).run(problems, against: victim)
    #expect(victim.parts == 4)
    #expect(victim.passes[0] == [1..<4, 2..<4, 1..<4], "the fourth sample can change everywhere")
    #expect(!linear.gradientBatches.isEmpty)
    #expect(victim.strangers.isEmpty)
    let expected = try pgd(steps: 6).run(problems, against: linear)
    #expect(outcomes.map(\.adversarial) == expected.map(\.adversarial))
    #expect(outcomes.map(\.forwards) == expected.map(\.forwards))
  }

  /// Rounding keeps every element apart, a blur those of the axes before the last two.
  @Test func aPreprocessingPassesOnWhatItKeepsApart() throws {
    let victim = FixedPartKeeper(linear)
    let problems = [("a", 1), ("b", 2)].map { problem($0.0, from: $0.1) }
    let rounded = PreprocessedVictim(victim, .quantized(levels: 101), bounds: 0...1)
    let outcomes = try pgd(steps: 6).run(problems, against: rounded)
    #expect(victim.passes.first == [1..<4, 2..<4] && victim.strangers.isEmpty)
    let plain = PreprocessedVictim(linear, .quantized(levels: 101), bounds: 0...1)
    let expected = try pgd(steps: 6).run(problems, against: plain)
    #expect(outcomes.map(\.adversarial) == expected.map(\.adversarial))

    let blurred = PreprocessedVictim(victim, .blurred(deviation: 0.5), bounds: 0...1)
    #expect(try blurred.fixedPart(of: problems[0].clean, outside: problems[0].region) == nil)
    let frames = FixedPartKeeper(
      SampleVictim(inputShape: [4, 1, 1], outputShape: [2], answer: { [$0[3], 0] }, pullback: { _, _ in [] }))
    let region = Region(shape: [4, 1, 1], allowed: [false, false, true, true], name: "test")
    let kept = try PreprocessedVictim(frames, .blurred(deviation: 0.5), bounds: 0...1).fixedPart(
      of: Tensor(shape: [4, 1, 1], scalars: [1, 2, 3, 4]), outside: region)
    #expect(kept?.positions == 2..<4)
  }

  @Test func anEnsemblePassesOnWhatAllMembersKeep() throws {
    let other = SampleVictim.linear([[-1, 2, 0.5, 1], [0, 1, 0, 0]])
    let keepers = [linear, other].map { FixedPartKeeper($0) }
    let problems = [("a", 1), ("b", 2)].map { problem($0.0, from: $0.1) }
    let outcomes = try pgd(steps: 6).run(problems, against: EnsembleVictim(keepers, weights: [3, 1]))
    for keeper in keepers {
      #expect(keeper.parts == 2 && keeper.strangers.isEmpty)
      #expect(keeper.passes.first == [1..<4] && keeper.passes.dropFirst().first == [2..<4], "one input after the other")
    }
    let plain = try EnsembleVictim([linear, other], weights: [3, 1])
    let expected = try pgd(steps: 6).run(problems, against: plain)
    #expect(outcomes.map(\.adversarial) == expected.map(\.adversarial))
    #expect(outcomes.map(\.loss) == expected.map(\.loss))

    let mixed = try EnsembleVictim([FixedPartKeeper(linear), SampleVictim.linear([[1, 2, 3, 4], [0, 0, 0, 0]])])
    #expect(try mixed.fixedPart(of: problems[0].clean, outside: problems[0].region) == nil, "one member keeps nothing")
  }

  /// Amplitudes of a frame change that frame; a grid that keeps values apart changes nothing about it.
  @Test(arguments: [true, false]) func plausibleAttacksPassOnWhatTheirRegionsLeave(keepsValuesApart: Bool) throws {
    let shape = [1, 3, 4, 4]
    let weights = (0..<48).map { Float(($0 * 7) % 11) - 5 }
    let victim = SampleVictim.linear([[Float](repeating: 0, count: 48), weights], bias: [50, 0], inputShape: shape)
    let map = try ScattererMap(
      shape: shape, axes: [.channel, .time, .range, .doppler], spread: PointSpread(window: .hann))
    let grid = StorageGrid(name: "256 levels", keepsValuesApart: keepsValuesApart) {
      Storage.quantizing($0, levels: 256, bounds: 0...1)
    }
    let problems = (0..<3).map { index in
      AttackProblem(
        id: "\(index)", clean: Tensor(repeating: 0.2 * Float(index), shape: shape),
        region: Region(shape: shape, allowed: (0..<48).map { $0 / 16 >= index }, name: "the last frames"),
        goal: .untargeted(label: 0))
    }
    let attack = PlausibleAttack(
      GradientAttack.bim(budget: Budget(norm: .linf, size: 0.1, bounds: 0...1), steps: 8, loss: .margin), bounds: 0...1,
      plausibility: Plausibility(grid: grid, scatterers: map))
    let keeper = FixedPartKeeper(victim, axis: 1)
    let outcomes = try attack.run(problems, against: keeper)
    #expect(keeper.passes.first == (keepsValuesApart ? [1..<3, 2..<3] : nil), "the first sample can change everywhere")
    #expect(keeper.strangers.isEmpty)
    #expect(outcomes.map(\.adversarial) == (try attack.run(problems, against: victim)).map(\.adversarial))
    #expect(zip(outcomes, problems).allSatisfy { $0.adversarial != $1.clean })
  }

  /// One pass to keep what stays would cost as much as the attack.
  @Test func attacksOfFewStepsKeepNothing() throws {
    let victim = FixedPartKeeper(linear)
    _ = try pgd(steps: 1).run([problem("a", from: 1)], against: victim)
    #expect(victim.parts == 0 && victim.passes.isEmpty)
  }

  @Test func aPartHoldsWhereNoBitIsAnother() {
    let clean = Tensor(shape: [2, 3], scalars: [0, 1, 2, 3, 4, 5])
    let part = FixedPart(axis: 1, positions: 1..<2, kept: [])
    #expect(part.holds(for: [0, 9, 2, 3, 9, 5], of: clean))
    #expect(!part.holds(for: [0, 9, 2, 3, 9, 5.1], of: clean))
    #expect(!part.holds(for: [-0.0, 1, 2, 3, 4, 5], of: clean), "a zero of the other sign is another number")
    let rows = FixedPart(axis: 0, positions: 1..<2, kept: [])
    #expect(rows.holds(for: [0, 1, 2, 9, 9, 9], of: clean))
    #expect(!rows.holds(for: [0, 1, 9, 3, 4, 5], of: clean))
  }
}
