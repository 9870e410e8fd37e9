import Evaluation
import Testing

/// What attacks of one run say about each other, from records made by hand.
@Suite struct ComparisonBatteryTests {
  /// One attack: its name, size, and which of the samples fall to it.
  private struct Row {
    var attack: String
    var size = 0.1
    var region = "all"
    var broken: Range<Int>
    var target: Int?
    var length: Double?
    var restart = 0
    var restarts: Int?
    var isTransfer: Bool?
  }

  private func checks(_ rows: [Row], samples: Int = 20, classes: Int = 3) -> [String: SanityCheck] {
    var plan = ToyRun().plan
    plan.samples = (0..<samples).map(String.init)
    plan.attacks = rows.map { "\($0)" }
    plan.model.classNames = (0..<classes).map(String.init)
    var summarizer = ClassificationSummarizer(plan: plan)
    for row in rows {
      for index in 0..<samples { summarizer.add(record(index, row, classes)) }
    }
    return Dictionary(summarizer.summary().sanity.map { ($0.name, $0) }) { first, _ in first }
  }

  private func record(_ index: Int, _ row: Row, _ classes: Int) -> ClassificationRecord {
    let isBroken = row.broken.contains(index)
    var reference = AttackReference(
      name: "\(row.attack) \(row.size) \(row.region) \(row.target ?? -1)", norm: "linf", size: row.size,
      bounds: ValueRange(0...1), goal: "", goalClass: row.target, seed: 0,
      region: RegionReference(name: row.region, allowedCount: 4, elementCount: 4))
    reference.isTransfer = row.isTransfer
    var record = ClassificationRecord(
      sample: SampleReference(id: "\(index)", index: index, label: 0), attack: reference,
      status: isBroken ? .succeeded : .failed)
    let logits = [Double](repeating: 2, count: classes)
    record.clean = ClassPrediction(class: 0, logits: logits)
    record.adversarial = ClassPrediction(class: isBroken ? 1 : 0, logits: logits)
    record.succeeded = isBroken
    let length = row.length ?? row.size
    record.size = PerturbationSize(l0: 4, l1: 4 * length, l2: 2 * length, linf: length, psnr: 9, ssim: .nan)
    record.cost = AttackCost(
      forwards: 1, backwards: 1, iterations: 1, restart: isBroken ? row.restart : 0, restarts: row.restarts)
    return record
  }

  private static let names = [
    "growth with size", "single step", "gradient masking", "worst case", "both goals", "last restart",
  ]

  @Test func oneAttackHasNothingToBeComparedWith() {
    let checks = checks([Row(attack: "pgd", broken: 0..<5)])
    for name in Self.names { #expect(checks[name]?.verdict == .notApplicable) }
  }

  @Test func aSoundEvaluationPasses() {
    let checks = checks([
      Row(attack: "fgsm", size: 0.1, broken: 0..<4), Row(attack: "fgsm", size: 0.2, broken: 0..<8),
      Row(attack: "pgd", size: 0.1, broken: 0..<6, restarts: 3), Row(attack: "pgd", size: 0.2, broken: 0..<12),
      Row(attack: "square", size: 0.1, broken: 0..<5), Row(attack: "gaussian-noise", size: 0.2, broken: 0..<1),
      Row(attack: "pgd", size: 0.1, broken: 0..<2, target: 2),
    ])
    for name in Self.names { #expect(checks[name]?.verdict == .pass, "\(name)") }
  }

  @Test func successThatShrinksWithSizeIsSeen() throws {
    func growth(_ small: Range<Int>, _ large: Range<Int>) throws -> SanityCheck {
      let rows = [Row(attack: "PGD-20,", size: 0.2, broken: large), Row(attack: "PGD-20,", size: 0.1, broken: small)]
      return try #require(checks(rows)["growth with size"])
    }
    #expect(try growth(0..<10, 0..<4).verdict == .fail)
    #expect(try growth(0..<10, 0..<8).verdict == .pass, "two samples are within the noise")
    #expect(try growth(0..<10, 5..<20).verdict == .pass)
    #expect(try growth(0..<10, 5..<20).words.contains("of 20 samples 5 fell at the smaller size"))
  }

  @Test func aSmallRiseBeyondNoiseIsADoubt() {
    let rows = [Row(attack: "pgd", broken: 0..<50), Row(attack: "pgd", size: 0.2, broken: 0..<45)]
    #expect(checks(rows, samples: 100)["growth with size"]?.verdict == .warn)
  }

  @Test func anIterativeAttackThatLosesToASingleStepIsSeen() {
    func verdict(_ fgsm: Range<Int>) -> SanityCheck.Verdict? {
      checks([Row(attack: "fgsm", broken: fgsm), Row(attack: "bim", broken: 0..<6), Row(attack: "pgd", broken: 4..<8)])[
        "single step"]?.verdict
    }
    #expect(verdict(0..<8) == .pass)
    #expect(verdict(0..<9) == .warn)
    #expect(verdict(0..<12) == .fail)
  }

  @Test(arguments: ["square", "uniform-noise", "time-shift"]) func attacksThatSeeNoGradientsMustNotWin(blind: String) {
    func check(_ broken: Range<Int>, length: Double? = nil, region: String = "all") -> SanityCheck.Verdict? {
      checks([
        Row(attack: "apgd-ce", broken: 0..<6), Row(attack: "fgsm", broken: 5..<7),
        Row(attack: blind, region: region, broken: broken, length: length),
      ])["gradient masking"]?.verdict
    }
    #expect(check(0..<7) == .pass)
    #expect(check(0..<8) == .warn)
    #expect(check(0..<12) == .fail)
    #expect(check(0..<12, length: 0.11) == .pass, "what is larger than the gradient attacks' budget proves nothing")
    #expect(check(0..<12, region: "padding frames") == .notApplicable)
  }

  @Test func gradientsOfAnotherModelAreNoGradients() {
    let rows = [
      Row(attack: "pgd", broken: 0..<6), Row(attack: "mi-fgsm", broken: 0..<12, isTransfer: true),
      Row(attack: "fgsm", broken: 0..<2),
    ]
    let checks = checks(rows)
    #expect(checks["gradient masking"]?.verdict == .fail)
    #expect(checks["single step"]?.verdict == .pass)
  }

  @Test func attacksWithDifferentTargetsAreNoRivals() {
    let rows = [Row(attack: "pgd", broken: 0..<1, target: 1), Row(attack: "square", broken: 0..<12, target: 2)]
    #expect(checks(rows)["gradient masking"]?.verdict == .notApplicable)
    #expect(checks(rows)["worst case"]?.verdict == .notApplicable)
  }

  @Test func attacksThatBreakDifferentSamplesAreWeakOnTheirOwn() throws {
    let check = try #require(
      checks([Row(attack: "pgd", broken: 0..<6), Row(attack: "fab", broken: 5..<10)])["worst case"])
    #expect(check.verdict == .warn)
    #expect(check.words.contains("2 attacks together break 10 of 20 samples"))
    #expect(check.words.contains("(pgd 0.1 all -1) 6."))
  }

  @Test func theWorstCaseIsCountedForEachGoal() throws {
    let check = try #require(
      checks([
        Row(attack: "pgd", broken: 0..<6), Row(attack: "square", broken: 0..<5),
        Row(attack: "pgd", broken: 0..<9, target: 1),
      ])["worst case"])
    #expect(check.verdict == .pass && check.words.contains("2 attacks together break 6 of 20"))
  }

  @Test func oneKindOfGoalIsADoubt() {
    let rows = [Row(attack: "pgd", broken: 0..<6), Row(attack: "fgsm", broken: 0..<5)]
    #expect(checks(rows)["both goals"]?.verdict == .warn)
    #expect(checks(rows, classes: 2)["both goals"]?.verdict == .notApplicable)
  }

  @Test func aLastRestartThatStillBreaksSamplesIsSeen() {
    func verdict(restart: Int, broken: Range<Int>) -> SanityCheck.Verdict? {
      checks([Row(attack: "pgd", broken: broken, restart: restart, restarts: 5)])["last restart"]?.verdict
    }
    #expect(verdict(restart: 4, broken: 0..<6) == .warn)
    #expect(verdict(restart: 4, broken: 0..<1) == .pass)
    #expect(verdict(restart: 3, broken: 0..<6) == .pass)
  }
}
