import Attacks
import Tensors
import TestSupport
import Testing

/// What every run must keep, whatever it finds: bytes, budget, bounds, region.
@Suite struct GradientAttackInvariantTests {
  @Test(arguments: [Norm.linf, .l2, .l1])
  func neitherBatchSizeNorOrderNorNeighboursChangeAByte(norm: Norm) throws {
    let problems = manyProblems(9)
    let attack = GradientAttack.pgd(
      budget: budget(norm, norm == .linf ? 0.25 : 0.5, 0...1), steps: 7, restarts: 3, seed: 5)
    let together = try attack.run(problems, against: curved)
    for size in [1, 2, 4] {
      let split = try attack.run(problems, against: curved, control: AttackControl(batchSize: size))
      #expect(split.map(\.adversarial) == together.map(\.adversarial))
      #expect(split.map(\.forwards) == together.map(\.forwards))
    }
    let backwards = try attack.run(problems.reversed(), against: curved)
    #expect(backwards.reversed().map(\.adversarial) == together.map(\.adversarial))
    let alone = try problems.map { try attack.run([$0], against: curved)[0] }
    #expect(alone.map(\.adversarial) == together.map(\.adversarial))
    #expect(Set(together.map(\.succeeded)) == [true, false], "the test needs samples that stay and samples that leave")
  }

  @Test func theSeedDecidesAndNothingElse() throws {
    let problems = manyProblems(4)
    func run(_ seed: UInt64) throws -> [Tensor] {
      try GradientAttack.pgd(budget: budget(.linf, 0.05, 0...1), steps: 1, stepSize: 0.001, seed: seed).run(
        problems, against: curved
      ).map(\.adversarial)
    }
    #expect(try run(1) == run(1))
    #expect(try run(1) != run(2))
  }

  @Test(arguments: [Norm.linf, .l2, .l1])
  func aBudgetOfNothingChangesNothing(norm: Norm) throws {
    let clean: [Float] = [-0.0, 0.3, 1, 0, 0.7, 0.5]
    let attacks = [
      GradientAttack.fgsm(budget: budget(norm, 0, 0...1)), .bim(budget: budget(norm, 0, 0...1)),
      .pgd(budget: budget(norm, 0, 0...1), restarts: 3),
    ]
    for attack in attacks {
      let outcome = try attack.run([problem(clean, away: 0)], against: curved)[0]
      #expect(outcome.adversarial.scalars.map(\.bitPattern) == clean.map(\.bitPattern))
      #expect(outcome.backwards == 0)
    }
  }

  @Test(arguments: [Norm.linf, .l2, .l1], ["fgsm", "bim", "pgd"])
  func everythingReturnedKeepsBudgetBoundsAndRegion(norm: Norm, name: String) throws {
    let limits = budget(norm, 0.3, 0...1)
    let attacks = [GradientAttack.fgsm(budget: limits), .bim(budget: limits), .pgd(budget: limits, restarts: 2)]
    let attack = try #require(attacks.first { $0.name == name })
    let problems = manyProblems(12)
    let outcomes = try attack.run(problems, against: curved)
    let found = try Verifier(budget: limits)(outcomes.map(\.adversarial), of: problems, against: curved)
    #expect(found.allSatisfy { $0.constraints.isClean })
    #expect(found.map(\.succeeded) == outcomes.map(\.succeeded))
    #expect(found.allSatisfy { found in found.constraints.norms.linf > 0 || found.succeeded })
  }

  /// Large values have coarse floats: adding the budget rounds past it unless that is seen to.
  @Test(arguments: [Norm.linf, .l2, .l1])
  func theBudgetHoldsWhereFloatsAreCoarse(norm: Norm) throws {
    let limits = Budget(norm: norm, size: 0.0101, bounds: 0...10_000)
    let clean = (0..<64).map { 1000 + Float($0) * 17.3 }
    let victim = SampleVictim.linear([(0..<64).map { $0 % 2 == 0 ? 1 : -1 }, [Float](repeating: 0, count: 64)])
    let sample = problem(clean, away: 1)
    let outcome = try GradientAttack.pgd(budget: limits).run([sample], against: victim)[0]
    let norms = PerturbationNorms(clean: sample.clean, adversarial: outcome.adversarial)
    #expect(norms(norm) <= 0.0101 && norms(norm) > 0)
  }

  @Test func aLargerBudgetIsNeverWorseOnALinearVictim() throws {
    let victim = SampleVictim.linear([[1, 2, -1], [0, -1, 1]])
    let losses = try [Float(0), 0.01, 0.1, 0.5, 1].map {
      try searching(.linf, $0).run([problem([0.3, 0.4, 0.5], away: 0)], against: victim)[0].loss
    }
    #expect(losses == losses.sorted())
  }
}
