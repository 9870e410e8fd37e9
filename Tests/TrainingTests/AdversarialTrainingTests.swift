import Attacks
import Networks
import Tensors
import TestSupport
import Testing
import Training

@Suite struct AdversarialTrainingTests {
  private static func settings(_ adversarial: AdversarialTraining, epochs: Int = 2) -> TrainingSettings {
    var settings = ToyProblem.settings(epochs: epochs)
    settings.adversarial = adversarial
    return settings
  }

  @Test(arguments: AdversarialTraining.Method.allCases, Norm.allCases)
  func everyMethodTrainsAndRepeatsItself(_ method: AdversarialTraining.Method, _ norm: Norm) throws {
    let adversarial = AdversarialTraining(method, norm: norm, size: 0.1, steps: 2, region: "padding + action")
    let (first, second) = (try TemporaryFolder(), try TemporaryFolder())
    let end = try ToyProblem.trainer(Self.settings(adversarial), in: first).run()
    #expect(end.epochs == 2)
    _ = try ToyProblem.trainer(Self.settings(adversarial), in: second).run()
    #expect(
      try Checkpoint(contentsOf: first.file("checkpoint.safetensors")).settings
        == Checkpoint(contentsOf: second.file("checkpoint.safetensors")).settings)
    #expect(
      try BestWeights(contentsOf: first.file("best.safetensors")).weights
        == BestWeights(contentsOf: second.file("best.safetensors")).weights)
  }

  @Test func aSizeOfZeroIsPlainTraining() throws {
    let (plain, adversarial) = (try TemporaryFolder(), try TemporaryFolder())
    _ = try ToyProblem.trainer(ToyProblem.settings(epochs: 2), in: plain).run()
    _ = try ToyProblem.trainer(Self.settings(AdversarialTraining(.pgd, size: 0)), in: adversarial).run()
    #expect(
      try BestWeights(contentsOf: plain.file("best.safetensors")).weights
        == BestWeights(contentsOf: adversarial.file("best.safetensors")).weights)
  }

  @Test func trainingAgainstAnAttackMakesItFailMoreOften() throws {
    let attack = AdversarialTraining(.pgd, size: 0.3, steps: 5)
    let (plain, hardened) = (try TemporaryFolder(), try TemporaryFolder())
    _ = try ToyProblem.trainer(ToyProblem.settings(epochs: 15), in: plain).run()
    _ = try ToyProblem.trainer(Self.settings(attack, epochs: 15), in: hardened).run()
    let (before, after) = (try Self.robustCount(plain), try Self.robustCount(hardened))
    #expect(after > before, "\(before) of 18 before, \(after) after")
  }

  @Test func aRegionThatCannotBeReadIsRefused() throws {
    let folder = try TemporaryFolder()
    #expect(throws: TrainingError.self) {
      try ToyProblem.trainer(Self.settings(AdversarialTraining(.pgd, size: 0.1, region: "nowhere")), in: folder)
    }
    #expect(throws: TrainingError.self) {
      try ToyProblem.trainer(Self.settings(AdversarialTraining(.pgd, size: -1)), in: folder)
    }
  }

  /// How many of 18 unseen examples PGD cannot make the network take for another class.
  private static func robustCount(_ folder: TemporaryFolder) throws -> Int {
    let best = try BestWeights(contentsOf: folder.file("best.safetensors"))
    let victim = try PlanVictim(best, batch: 18)
    let problems = ToyProblem.examples(18, seed: 9).examples.compactMap { example in
      example.target.label.map {
        AttackProblem(
          id: example.id, clean: example.input, region: .all(ToyProblem.shape), goal: .untargeted(label: $0))
      }
    }
    let attack = GradientAttack.pgd(budget: Budget(norm: .linf, size: 0.3, bounds: 0...1), steps: 10)
    return try attack.run(problems, against: victim).count { !$0.succeeded }
  }
}
