import Evaluation
import Testing

@Suite struct RunFlawsTests {
  private static func record(
    _ sample: String, _ status: RecordStatus, audit: Audit? = nil, index: Int = 0
  ) -> ClassificationRecord {
    let attack = AttackReference(
      name: "pgd", bounds: ValueRange(0...1), goal: "", seed: 0,
      region: RegionReference(name: "all", allowedCount: 1, elementCount: 1))
    var record = ClassificationRecord(
      sample: SampleReference(id: sample, index: index, label: 0), attack: attack, status: status)
    record.audit = audit
    return record
  }

  @Test func brokenLimitsAndErrorsAreNamed() {
    let fine = Audit(changedOutsideRegion: 0, outsideBounds: 0, budgetUse: 1, withinBudget: true)
    let broken = Audit(changedOutsideRegion: 3, outsideBounds: 1, budgetUse: 2, withinBudget: false)
    var flaws = RunFlaws()
    flaws.add(Self.record("a", .succeeded, audit: fine), message: nil)
    flaws.add(Self.record("b", .failed, audit: broken), message: nil)
    flaws.add(Self.record("c", .error), message: "torn file")
    flaws.add(Self.record("d", .alreadyMisclassified), message: nil)
    #expect(flaws.violations.map(\.sample) == ["b"] && flaws.violations.map(\.attack) == ["pgd"])
    #expect(flaws.violations[0].words.contains("3 elements changed outside the region, 1 elements outside the bounds"))
    #expect(flaws.violations[0].words.contains("times the budget"))
    #expect(flaws.errors.map(\.sample) == ["c"] && flaws.errors.map(\.words) == ["torn file"])
  }

  @Test func ofManyTheFirstAreKeptAndAllAreCounted() {
    let broken = Audit(changedOutsideRegion: 3, outsideBounds: 1, budgetUse: 2, withinBudget: false)
    var flaws = RunFlaws()
    for index in 0..<300 {
      flaws.add(Self.record("\(index)", .error, index: index), message: nil)
      flaws.add(Self.record("\(index)", .failed, audit: broken, index: index), message: nil)
    }
    flaws.add(Self.record("0", .error, index: 0), message: "another attack")
    #expect(flaws.violationCount == 300 && flaws.errorSampleCount == 300)
    #expect(flaws.errors.map(\.sample) == (0..<20).map(String.init) && flaws.violations.count == 20)
  }
}
