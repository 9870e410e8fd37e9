import Attacks
import Tensors
import Testing

@Suite struct VerificationTests {
  private let limits = Budget(norm: .linf, size: 0.1, bounds: 0...1)
  private let victim = SampleVictim.linear([[1, 1], [0, 0]], bias: [-1, 0])

  private func verify(_ adversarial: [Float], storage: ((Tensor) -> Tensor)? = nil) throws -> Verification {
    try Verifier(budget: limits, storage: storage)(
      [vector(adversarial)], of: [problem([0.5, 0.52], away: 0, region: Region([1, 0]))], against: victim)[0]
  }

  @Test func aSoundExamplePasses() throws {
    let found = try verify([0.45, 0.52])
    #expect(found.succeeded && found.prediction == 1 && found.constraints.isClean)
    #expect(found.storedPrediction == nil && found.survivesStorage == nil)
    #expect(found.constraints.norms.l0 == 1)
  }

  @Test func everyBrokenConstraintIsNamed() throws {
    #expect(try verify([0.3, 0.52]).constraints.description.contains("over the budget"))
    let outside = try verify([0.5, 0.53]).constraints
    #expect(outside.region.violations == 1 && outside.region.first == [1])
    #expect(!outside.isClean && outside.description.contains("outside the region"))
    #expect(try verify([.nan, 0.52]).constraints.outOfBounds == 1)
    #expect(try !verify([.nan, 0.52]).constraints.isWithinBudget)
    #expect(try !verify([.nan, 0.52]).succeeded)
  }

  @Test func roundingToEightBitsCanUndoAnAttack() throws {
    let eightBit = { Storage.quantizing($0, bounds: 0...1) }
    let found = try verify([0.4785, 0.52], storage: eightBit)
    #expect(found.succeeded)
    #expect(found.survivesStorage == false)
    #expect(try verify([0.45, 0.52], storage: eightBit).survivesStorage == true)
  }

  @Test func storageRoundsToTheNearestLevelInsideTheBounds() {
    let stored = Storage.quantizing(vector([0, 0.5, 1, 0.3, -3, 7]), levels: 3, bounds: -1...1)
    #expect(stored.scalars == [0, 1, 1, 0, -1, 1])
    let again = Storage.quantizing(vector([0.123, 0.9]), bounds: 0...1)
    #expect(Storage.quantizing(again, bounds: 0...1) == again)
    #expect(Storage.quantizing(vector([.nan]), bounds: 0...1).scalars[0].isNaN)
  }

  @Test func normsAreTheTextbookOnes() {
    let norms = PerturbationNorms(clean: vector([1, 1, 1, 1]), adversarial: vector([1, 4, -3, 1]))
    #expect(norms.l0 == 2 && norms.l1 == 7 && norms.l2 == 5 && norms.linf == 4)
  }
}
