import Attacks
import Evaluation
import Tensors
import TestSupport
import Testing

/// A victim that answers a question otherwise when it is asked again, as a served model may: what counts is the last answer.
@Suite struct FickleVictimTests {
  /// The first answer to what it does not know is that of other classes; from then on it is honest.
  private final class Fickle: Victim {
    private let inner: LinearVictim
    private var known: Set<[Float]>
    let access = VictimAccess.scores

    init(_ inner: LinearVictim, knowing inputs: [Tensor]) {
      self.inner = inner
      known = Set(inputs.map(\.scalars))
    }

    var inputShape: [Int] { inner.inputShape }
    var outputShape: [Int] { inner.outputShape }

    func logits(of inputs: Tensor) throws -> Tensor {
      let honest = try inner.logits(of: inputs)
      let rows = zip(inputs.samples, honest.samples).flatMap { input, logits in
        let row = logits.scalars
        return known.insert(input.scalars).inserted ? Array(row[1...]) + [row[0]] : row
      }
      return Tensor(shape: honest.shape, scalars: rows)
    }

    func logitsAndGradient(
      at inputs: Tensor, cotangent: (Tensor) throws -> Tensor
    ) throws -> (logits: Tensor, gradient: Tensor) {
      try inner.logitsAndGradient(at: inputs, cotangent: cotangent)
    }
  }

  /// Ten of twelve samples are right; each search claims a success at its first look, and none holds.
  @Test func whatDoesNotHoldWhenAskedAgainIsNoSuccess() throws {
    var toy = ToyRun()
    toy.isConfined = false
    toy.broken = []
    toy.explains = false
    let folder = try TemporaryFolder(), path = folder.file("run")
    let budget = Budget(norm: .linf, size: 1e-5, bounds: 0...1)
    var run = toy.run
    run.victim = Fickle(toy.victim, knowing: (0..<toy.sampleCount).map { toy.sample($0).input })
    run.attacks[0].attack = SquareAttack(settings: SquareAttackSettings(budget: budget, queries: 5))
    let end = try run.run(in: RunFolder.create(at: path, plan: toy.plan), shards: PlainShards())
    var attacked: [ClassificationRecord] = []
    _ = try RunReader(path).forEachClassification { if $0.health != nil { attacked.append($0) } }
    #expect(attacked.count == 10)
    #expect(attacked.allSatisfy { $0.status == .failed && !$0.succeeded && $0.health?.claimedSuccess == true })
    #expect(attacked.allSatisfy { $0.adversarial?.class == $0.sample.label })
    let check = try #require(end.summary.sanity.first { $0.name == "fresh forward pass" })
    #expect(check.verdict == .warn && check.words.hasPrefix("10 successes that the attack claimed did not hold"))
  }
}
