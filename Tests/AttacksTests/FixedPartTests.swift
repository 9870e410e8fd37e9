import Attacks
import Tensors
import Testing

/// What the search loop makes of a victim that keeps something.
@Suite struct FixedPartTests {
  /// Keeps the clean sample, notes what it is asked for, and answers as the victim inside.
  private final class Keeper: Victim {
    let inner: SampleVictim
    private(set) var parts = 0
    /// The positions of the rows of every pass beside fixed parts.
    private(set) var passes: [[Range<Int>]] = []
    /// Points that differ from their sample where they must not.
    private(set) var strangers: [Tensor] = []

    init(_ inner: SampleVictim) { self.inner = inner }

    var inputShape: [Int] { inner.inputShape }
    var outputShape: [Int] { inner.outputShape }

    func logits(of inputs: Tensor) -> Tensor { inner.logits(of: inputs) }

    func logitsAndGradient(
      at inputs: Tensor, cotangent: (_ logits: Tensor) throws -> Tensor
    ) throws -> (logits: Tensor, gradient: Tensor) {
      try inner.logitsAndGradient(at: inputs, cotangent: cotangent)
    }

    func fixedPart(of clean: Tensor, outside region: Region) -> FixedPart? {
      parts += 1
      guard let first = region.allowed.firstIndex(of: true), region.allowed.contains(false) else { return nil }
      return FixedPart(axis: 0, positions: first..<inputShape[0], kept: [clean])
    }

    func logits(of inputs: Tensor, beside fixed: [FixedPart]) -> Tensor {
      note(inputs, fixed)
      return inner.logits(of: inputs)
    }

    func logitsAndGradient(
      at inputs: Tensor, beside fixed: [FixedPart], cotangent: (_ logits: Tensor, _ index: Int) throws -> Tensor
    ) throws -> (logits: Tensor, gradient: Tensor) {
      note(inputs, fixed)
      return try inner.logitsAndGradient(at: inputs) { logits in
        Tensor(batching: try (0..<fixed.count).map { try cotangent(logits.selectingSamples([$0]), $0).sample(0) })
      }
    }

    private func note(_ inputs: Tensor, _ fixed: [FixedPart]) {
      passes.append(fixed.map(\.positions))
      for (point, part) in zip(inputs.samples, fixed) {
        let unchanged = 0..<part.positions.lowerBound
        if point.selecting(unchanged, alongAxis: 0) != part.kept[0].selecting(unchanged, alongAxis: 0) {
          strangers.append(point)
        }
      }
    }
  }

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
    let victim = Keeper(linear)
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
    let victim = Keeper(linear)
    let problems = [("a", 1), ("b", 2)].map { problem($0.0, from: $0.1) }
    let rounded = PreprocessedVictim(victim, .quantized(levels: 101), bounds: 0...1)
    let outcomes = try pgd(steps: 6).run(problems, against: rounded)
    #expect(victim.passes.first == [1..<4, 2..<4] && victim.strangers.isEmpty)
    let plain = PreprocessedVictim(linear, .quantized(levels: 101), bounds: 0...1)
    let expected = try pgd(steps: 6).run(problems, against: plain)
    #expect(outcomes.map(\.adversarial) == expected.map(\.adversarial))

    let blurred = PreprocessedVictim(victim, .blurred(deviation: 0.5), bounds: 0...1)
    #expect(try blurred.fixedPart(of: problems[0].clean, outside: problems[0].region) == nil)
    let frames = Keeper(
      SampleVictim(inputShape: [4, 1, 1], outputShape: [2], answer: { [$0[3], 0] }, pullback: { _, _ in [] }))
    let region = Region(shape: [4, 1, 1], allowed: [false, false, true, true], name: "test")
    let kept = try PreprocessedVictim(frames, .blurred(deviation: 0.5), bounds: 0...1).fixedPart(
      of: Tensor(shape: [4, 1, 1], scalars: [1, 2, 3, 4]), outside: region)
    #expect(kept?.positions == 2..<4)
  }

  /// One pass to keep what stays would cost as much as the attack.
  @Test func attacksOfFewStepsKeepNothing() throws {
    let victim = Keeper(linear)
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
