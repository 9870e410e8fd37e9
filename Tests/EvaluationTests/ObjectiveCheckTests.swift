import Attacks
import Evaluation
import Tensors
import TestSupport
import Testing

/// When an answer that is worse than the clean input speaks against the victim, and when it does not.
@Suite struct ObjectiveCheckTests {
  /// Always answers the same.
  private struct FixedAnswer: ClassificationAttack {
    let name = "fixed"
    let answer: Tensor
    let sawClean: Bool?

    func run(
      _ problems: [AttackProblem], against victim: any Victim, control: AttackControl
    ) throws -> [Outcome] {
      problems.map { _ in
        Outcome(
          adversarial: answer, succeeded: false, loss: 0, forwards: 0, backwards: 0, iterations: 0, sawClean: sawClean)
      }
    }
  }

  /// The logits are the first three elements.
  private static var victim: LinearVictim {
    LinearVictim(
      inputShape: ToyRun.shape, outputShape: [3],
      weight: (0..<3).flatMap { row in (0..<36).map { $0 == row ? 1 : 0 } })
  }

  private static func input(_ logits: [Float]) -> Tensor {
    Tensor(shape: ToyRun.shape, scalars: logits + [Float](repeating: 0, count: 33))
  }

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Twelve samples with the logits 0.4, 0.3, 0.3, all answered alike.
  private func check(answer: [Float], sawClean: Bool?) throws -> (SanityCheck?, [ClassificationRecord]) {
    var toy = ToyRun()
    toy.isConfined = false
    toy.broken = []
    toy.budget = Budget(norm: .linf, size: 1, bounds: 0...1)
    var run = toy.run
    run.victim = Self.victim
    run.source.make = { _ in ClassificationSample(input: Self.input([0.4, 0.3, 0.3]), label: 0) }
    run.attacks[0].attack = FixedAnswer(answer: Self.input(answer), sawClean: sawClean)
    let path = folder.file("run")
    let end = try run.run(in: RunFolder.create(at: path, plan: toy.plan), shards: PlainShards())
    var records: [ClassificationRecord] = []
    #expect(try RunReader(path).forEachClassification { records.append($0) } == 0)
    return (end.summary.sanity.first { $0.name == "objective" }, records)
  }

  /// A victim that says otherwise after the search than in it is one to doubt; an unlucky start is the attack's affair.
  @Test(arguments: zip([true, false, nil], [SanityCheck.Verdict.fail, .warn, .fail]))
  func whoSawTheCleanInputHasNoExcuse(sawClean: Bool?, verdict: SanityCheck.Verdict) throws {
    let (check, records) = try check(answer: [1, 0, 0], sawClean: sawClean)
    #expect(records.count == 12 && records.allSatisfy { $0.health?.objectiveWorsened == true })
    #expect(records.allSatisfy { $0.health?.sawClean == sawClean })
    #expect(check?.verdict == verdict)
    let words =
      sawClean == false ? "In 12 it began elsewhere" : "In 12 of them the search had looked at the clean input"
    #expect(check?.words.contains("In 12 of 12 attacks on a sample the answer is worse") == true)
    #expect(check?.words.contains(words) == true)
  }

  /// Class 1 wins at 0.9, 1, 0, where class 0 is more probable (0.398) than at 0.4, 0.3, 0.3 (0.356).
  @Test func aSuccessIsNeverWorseForTheAttacker() throws {
    let (check, records) = try check(answer: [0.9, 1, 0], sawClean: true)
    #expect(records.allSatisfy { $0.succeeded && $0.health?.objectiveWorsened == false })
    #expect(check?.verdict == .pass)
    #expect(check?.words == "In 0 of 12 attacks on a sample the answer is worse for the attacker than the clean input.")
  }

  /// One step from the clean input looks at it; from a random start it does not.
  @Test func recordsSayWhetherTheSearchSawTheCleanInput() throws {
    let toy = ToyRun(), path = folder.file("run")
    let budget = Budget(norm: .linf, size: 1e-3, bounds: 0...1)
    var run = toy.run
    run.attacks[0].attack = GradientAttack.fgsm(budget: budget)
    run.attacks[1].attack = GradientAttack.pgd(budget: budget, steps: 1)
    _ = try run.run(in: RunFolder.create(at: path, plan: toy.plan), shards: PlainShards())
    var records: [ClassificationRecord] = []
    #expect(try RunReader(path).forEachClassification { records.append($0) } == 0)
    let attacked = records.filter { $0.health != nil }
    #expect(Set(attacked.map(\.attack.method)) == ["fgsm", "pgd"])
    #expect(attacked.allSatisfy { $0.health?.sawClean == ($0.attack.method == "fgsm") })
  }
}
