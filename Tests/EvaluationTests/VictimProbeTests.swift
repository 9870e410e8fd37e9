import Attacks
import Evaluation
import Tensors
import Testing

@Suite struct VictimProbeTests {
  private let victim = ToyRun().victim
  private var inputs: Tensor { Tensor(batching: (0..<3).map { ToyRun().sample($0).input }) }

  private func verdicts(_ victim: any Victim) throws -> [String: SanityCheck.Verdict] {
    let checks = try VictimProbe(victim: victim, inputs: inputs, bounds: 0...1).checks()
    return Dictionary(uniqueKeysWithValues: checks.map { ($0.name, $0.verdict) })
  }

  @Test func aLinearVictimPasses() throws {
    #expect(
      try verdicts(victim) == ["determinism": .pass, "batch independence": .pass, "gradient check": .pass])
  }

  @Test func aTremblingVictimIsNotDeterministic() throws {
    victim.tremor = 0.1
    #expect(try verdicts(victim)["determinism"] == .fail)
  }

  /// Answers like the linear victim and hands out a changed gradient, or looks at the whole batch.
  private final class Faulty: Victim {
    let inner = ToyRun().victim
    var factor: Float = 1
    var mixes = false
    /// Adds a sample's place in the batch to its logits.
    var counts = false
    var access = VictimAccess.gradients
    var inputShape: [Int] { inner.inputShape }
    var outputShape: [Int] { inner.outputShape }

    func logits(of inputs: Tensor) throws -> Tensor {
      let shift = mixes ? Float(inputs.batchCount) : 0
      let logits = try inner.logits(of: inputs).map { $0 + shift }
      guard counts else { return logits }
      return Tensor(
        shape: logits.shape, scalars: logits.scalars.enumerated().map { $1 + Float($0 / logits.sampleShape.product) })
    }

    func logitsAndGradient(
      at inputs: Tensor, cotangent: (Tensor) throws -> Tensor
    ) throws -> (logits: Tensor, gradient: Tensor) {
      let (logits, gradient) = try inner.logitsAndGradient(at: inputs, cotangent: cotangent)
      return (logits, gradient.map { $0 * factor })
    }
  }

  @Test(arguments: [(Float(1.05), SanityCheck.Verdict.warn), (-1, .fail), (0, .fail), (.nan, .fail)])
  func aWrongGradientIsSeen(factor: Float, verdict: SanityCheck.Verdict) throws {
    let faulty = Faulty()
    faulty.factor = factor
    #expect(try verdicts(faulty)["gradient check"] == verdict)
  }

  @Test func aVictimThatMixesItsBatchIsSeen() throws {
    let faulty = Faulty()
    faulty.mixes = true
    #expect(try verdicts(faulty)["batch independence"] == .fail)
  }

  @Test func aVictimThatCountsItsBatchIsSeen() throws {
    let faulty = Faulty()
    faulty.counts = true
    #expect(try verdicts(faulty)["batch independence"] == .fail)
  }

  @Test func withoutGradientsThereIsNoneToCheck() throws {
    let faulty = Faulty()
    faulty.access = .scores
    #expect(
      try verdicts(faulty) == ["determinism": .pass, "batch independence": .pass, "gradient check": .notApplicable])
  }
}
