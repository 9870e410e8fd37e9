import Attacks
import Tensors
import Testing

/// What every attack of the family must keep, whatever it finds: bytes, budget, bounds, region.
@Suite struct AutoAttackInvariantTests {
  static let attacks: [String] = [
    "apgd linf", "apgd l2", "apgd l1", "apgd-t linf", "apgd-t l1", "eot l2", "fab linf", "fab l2", "fab l1", "fab-t l2",
    "square linf", "square l2", "square l1", "auto linf", "auto l2", "auto l1", "rand l2",
  ]

  /// Short runs: what is checked does not depend on how good they are.
  private func attack(_ title: String, size: Float = 0.3, seed: UInt64 = 5) throws -> any SampleAttack {
    let parts = title.split(separator: " ")
    let norm = try #require(Norm(rawValue: String(parts[1])))
    let limits = budget(norm, size, 0...1)
    switch parts[0] {
    case "apgd": return AutoPGD.crossEntropy(budget: limits, steps: 12, restarts: 2, seed: seed)
    case "apgd-t": return AutoPGD.targeted(budget: limits, steps: 12, seed: seed)
    case "eot":
      return AutoPGD(
        name: "eot", settings: AutoPGDSettings(budget: limits, steps: 8, loss: .margin, draws: 3, seed: seed))
    case "fab":
      return FastAdaptiveBoundary(
        settings: FastAdaptiveBoundarySettings(
          norm: norm, bounds: 0...1, steps: 8, restarts: 2, largestNorm: size, seed: seed))
    case "fab-t": return FastAdaptiveBoundary.targeted(budget: limits, steps: 8, seed: seed)
    case "square":
      return SquareAttack(settings: SquareAttackSettings(budget: limits, queries: 40, seed: seed))
    default:
      return AutoAttack(
        settings: AutoAttackSettings(
          budget: limits, version: parts[0] == "rand" ? .rand : .standard, steps: 5, queries: 20, seed: seed))
    }
  }

  @Test(arguments: attacks) func neitherBatchSizeNorOrderChangeAByte(title: String) throws {
    let problems = manyProblems(5)
    let attack = try attack(title)
    let together = try attack.run(problems, against: curved)
    for size in [1, 3] {
      let split = try attack.run(problems, against: curved, control: AttackControl(batchSize: size))
      #expect(split.map(\.adversarial) == together.map(\.adversarial))
      #expect(split.map(\.forwards) == together.map(\.forwards))
      #expect(split.map(\.backwards) == together.map(\.backwards))
    }
    let backwards = try attack.run(problems.reversed(), against: curved)
    #expect(backwards.reversed().map(\.adversarial) == together.map(\.adversarial))
    let found = Set(together.map(\.succeeded))
    #expect(found.contains(true), "the test needs samples that leave")
  }

  @Test(arguments: attacks) func everythingReturnedKeepsBudgetBoundsAndRegion(title: String) throws {
    let problems = manyProblems(6)
    let attack = try attack(title)
    let outcomes = try attack.run(problems, against: curved)
    let norm = try #require(Norm(rawValue: String(title.split(separator: " ")[1])))
    let found = try Verifier(budget: budget(norm, 0.3, 0...1))(
      outcomes.map(\.adversarial), of: problems, against: curved)
    #expect(found.allSatisfy { $0.constraints.isClean })
    #expect(found.map(\.succeeded) == outcomes.map(\.succeeded))
    #expect(outcomes.contains { $0.succeeded }, "the test needs samples that fall")
  }

  @Test(arguments: attacks) func aSizeOfNothingChangesNothing(title: String) throws {
    let clean: [Float] = [-0.0, 0.3, 1, 0, 0.7, 0.5]
    let outcome = try attack(title, size: 0).run([problem(clean, away: 0)], against: curved)[0]
    #expect(outcome.adversarial.scalars.map(\.bitPattern) == clean.map(\.bitPattern))
    #expect(outcome.backwards == 0 && !outcome.succeeded)
  }

  @Test(arguments: attacks) func theSeedDecidesAndNothingElse(title: String) throws {
    let problems = manyProblems(4)
    let run = { (seed: UInt64) in
      try attack(title, size: 0.05, seed: seed).run(problems, against: curved).map(\.adversarial)
    }
    #expect(try run(1) == run(1))
    // Others end at the same best point wherever they begin.
    let wanders: Set = ["apgd l2", "apgd-t linf", "eot l2", "square linf", "square l2", "square l1", "rand l2"]
    if wanders.contains(title) { #expect(try run(1) != run(2)) }
  }

  @Test(arguments: attacks) func moreRoomNeverMeansLess(title: String) throws {
    let problems = manyProblems(5)
    let counts = try [0.1, 0.3, 0.9].map { size in
      try attack(title, size: size).run(problems, against: curved).count { $0.succeeded }
    }
    #expect(counts == counts.sorted())
  }

  /// All of what the victim looks at lies outside the region.
  @Test(arguments: attacks) func aVictimThatIgnoresTheRegionEndsTheSearch(title: String) throws {
    let clean: [Float] = [0.5, 0.5, 0.5, 0.5]
    let victim = SampleVictim.linear([[1, 2, 0, 0], [0, 0, 0, 0]])
    let outcome = try attack(title).run([problem(clean, away: 0, region: Region([0, 0, 1, 1]))], against: victim)[0]
    #expect(!outcome.succeeded && outcome.adversarial.scalars[..<2] == [0.5, 0.5])
    #expect(outcome.gradientVanished || title.hasPrefix("square"))
  }

  @Test(arguments: attacks) func valuesThatMayOnlyRiseOnlyRise(title: String) throws {
    var problems = manyProblems(6)
    for index in problems.indices { problems[index].direction = .upwards }
    let outcomes = try attack(title).run(problems, against: curved)
    for (problem, outcome) in zip(problems, outcomes) {
      #expect(zip(problem.clean.scalars, outcome.adversarial.scalars).allSatisfy { $0 <= $1 })
    }
  }

  @Test(arguments: attacks) func answersThatAreNotNumbersAreSurvived(title: String) throws {
    let broken = SampleVictim(
      inputShape: [2], outputShape: [2], answer: { _ in [.nan, 0] }, pullback: { _, c in [c[0], .nan] })
    let outcome = try attack(title).run([problem([0.5, 0.5], away: 0)], against: broken)[0]
    #expect(outcome.numericalTrouble && !outcome.succeeded && outcome.adversarial.scalars == [0.5, 0.5])
  }
}
