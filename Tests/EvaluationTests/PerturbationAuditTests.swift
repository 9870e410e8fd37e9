import Attacks
import Evaluation
import Tensors
import Testing

@Suite struct PerturbationAuditTests {
  private let clean = Tensor(shape: [4], scalars: [0, 0.5, 0.5, 1])
  private let region = Region(shape: [4], allowed: [false, true, true, false], name: "middle")

  private func audit(_ scalars: [Float], _ budget: Budget?) -> Audit {
    let answer = Tensor(shape: [4], scalars: scalars)
    let size = PerturbationMeasure.size(
      clean: clean, changed: answer, bounds: 0...1, layout: SampleLayout(shape: [4]))
    return PerturbationAudit.audit(
      clean: clean, answer: answer, region: region, bounds: 0...1, budget: budget, size: size)
  }

  @Test func anHonestAnswerPasses() {
    let audit = audit([0, 0.75, 0.5, 1], Budget(norm: .linf, size: 0.25, bounds: 0...1))
    #expect(audit.passed && audit.budgetUse == 1)
  }

  @Test func aZeroThatLostItsSignOutsideTheRegionIsAViolation() {
    let audit = audit([-0.0, 0.75, 0.5, 1], Budget(norm: .linf, size: 0.25, bounds: 0...1))
    #expect(audit.changedOutsideRegion == 1 && !audit.passed)
  }

  @Test func aNormBeyondTheBudgetIsAViolation() {
    let budget = Budget(norm: .l2, size: 0.25, bounds: 0...1)
    #expect(!audit([0, 0.75, 0.6, 1], budget).withinBudget)
    #expect(audit([0, 0.75, 0.6, 1], nil).withinBudget)
  }

  @Test func valuesOutsideTheBoundsOrNoNumbersAreViolations() {
    #expect(audit([0, 1.5, .nan, 1], nil).outsideBounds == 2)
  }

  @Test func anythingExceedsABudgetOfNothing() {
    let budget = Budget(norm: .linf, size: 0, bounds: 0...1)
    #expect(audit([0, 0.5, 0.5, 1], budget).passed)
    #expect(!audit([0, Float(0.5).nextUp, 0.5, 1], budget).withinBudget)
  }
}
