import Evaluation
import Testing

/// The tables of a made-up study: two images, two attacks that draw, two that destroy.
@Suite struct SegmentationStudySummarizerTests {
  private typealias Cell = SegmentationStudyDescription.Cell

  private static let targeted = Cell(part: .targeted, victim: "net", data: "eyes", seed: 1, folder: "runs/t")
  private static let untargeted = Cell(part: .untargeted, victim: "net", data: "eyes", seed: 1, folder: "runs/u")
  private static let secondSeed = Cell(part: .untargeted, victim: "net", data: "eyes", seed: 2, folder: "runs/u2")

  private static func description(_ cells: [Cell]) -> SegmentationStudyDescription {
    var description = SegmentationStudyDescription(
      title: "made up", created: "2026-01-02T03:04:05Z", commandLine: ["chaff"],
      processor: Processor(model: "x", features: [], threads: 1), victims: [], dataSets: [], cells: cells)
    description.ablation = ["asma", "ssm"]
    return description
  }

  private static func scores(_ iou: Double) -> MaskScores {
    MaskScores(
      iou: [1, iou], dice: [1, 2 * iou / (1 + iou)], meanIoU: iou, meanDice: 2 * iou / (1 + iou), pixelAccuracy: iou,
      emptyClasses: [])
  }

  private static func record(
    _ sample: String, _ attack: String, before: Double = 0.8, after: Double, size: Double? = nil, l2: Double = 1,
    status: RecordStatus = .failed
  ) -> SegmentationRecord {
    var record = SegmentationRecord(
      sample: SampleReference(id: sample, index: sample == "a" ? 0 : 1),
      attack: AttackReference(
        name: attack, norm: size.map { _ in "linf" }, size: size, bounds: ValueRange(lower: 0, upper: 1),
        goal: "made up",
        seed: 1, region: RegionReference(name: "all", allowedCount: 4, elementCount: 4)),
      status: status, target: "made up", criterion: "made up")
    record.succeeded = status == .succeeded
    record.toTarget = MaskComparison(before: scores(before), after: scores(after))
    record.toTruth = record.toTarget
    record.size = PerturbationSize(l0: 4, l1: l2, l2: l2, linf: l2 / 10, psnr: 40, ssim: 0.9)
    record.cost = AttackCost(forwards: 10, backwards: 5, iterations: 5)
    return record
  }

  private static func result(_ parts: [(Cell, [SegmentationRecord])]) -> SegmentationStudyResult {
    var summarizer = SegmentationStudySummarizer(description(parts.map(\.0)))
    for (cell, records) in parts { summarizer.add(records, of: cell, isFinished: !records.isEmpty) }
    return summarizer.result()
  }

  @Test func attacksArePooledOverImages() throws {
    let records = [
      Self.record("a", "asma", after: 0.99, l2: 2, status: .succeeded), Self.record("b", "asma", after: 0.5, l2: 4),
      Self.record("a", "ssm", after: 0.7, l2: 6), Self.record("b", "ssm", after: 1, status: .alreadyMisclassified),
      // A line that is there twice counts once.
      Self.record("a", "ssm", after: 0.1, l2: 60),
    ]
    let result = Self.result([(Self.targeted, records)])
    #expect(result.state == .complete && result.finishedCells == 1)
    #expect(result.attacks.map(\.attack) == ["asma", "ssm"])
    let first = try #require(result.attacks.first), last = try #require(result.attacks.last)
    #expect(first.success.count == 1 && first.success.total == 2 && first.sizes.l2.median == 3)
    #expect(first.successSizes.l2.median == 2 && abs(first.after.iou.median - 0.745) < 1e-12)
    #expect(last.alreadyThere == 1 && last.sizes.l2.count == 1 && last.sizes.l2.median == 6)
  }

  @Test func theWorstCaseIsTakenImageByImage() throws {
    let first = [
      Self.record("a", "pgd linf 4/255", after: 0.1, size: 0.1),
      Self.record("a", "sea linf 4/255", after: 0.3, size: 0.1),
      Self.record("b", "pgd linf 4/255", after: 0.6, size: 0.1),
      Self.record("b", "sea linf 4/255", after: 0.5, size: 0.1),
      Self.record("a", "pgd linf 8/255", after: 0, size: 0.2),
    ]
    // A second seed does better with sea on b, and ties on a.
    let second = [
      Self.record("b", "sea linf 4/255", after: 0.2, size: 0.1),
      Self.record("a", "sea linf 4/255", after: 0.1, size: 0.1),
    ]
    let result = Self.result([(Self.untargeted, first), (Self.secondSeed, second)])
    #expect(result.worstCases.map(\.size) == [0.1, 0.2])
    let worst = try #require(result.worstCases.first)
    #expect(worst.images == 2 && abs(worst.cleanIoU - 0.8) < 1e-12)
    #expect(abs(worst.worstIoU - 0.15) < 1e-12)
    #expect(worst.parts.map(\.attack) == ["pgd", "sea"])
    #expect(abs((worst.parts.first?.meanIoU ?? 0) - 0.35) < 1e-12)
    #expect(worst.parts.map(\.worst) == [1, 2] && worst.parts.map(\.aloneWorst) == [0, 1])
    // Of 0.1 and 0.2 in the worst case, of 0.1 and 0.6 after pgd alone.
    #expect(worst.cleanScores?.iou.count == 2 && abs((worst.worstScores?.iou.lower ?? 0) - 0.125) < 1e-12)
    #expect(abs((worst.worstScores?.iou.upper ?? 0) - 0.175) < 1e-12)
    #expect(abs((worst.parts.first?.scores?.iou.median ?? 0) - 0.35) < 1e-12)
  }

  @Test func anImageThatWasLostBeforeStaysInTheMean() throws {
    let records = [
      Self.record("a", "pgd linf 1", after: 0.2, size: 1),
      Self.record("b", "pgd linf 1", before: 0.4, after: 0.4, size: 1, status: .alreadyMisclassified),
    ]
    let worst = try #require(Self.result([(Self.untargeted, records)]).worstCases.first)
    #expect(worst.images == 2 && abs(worst.worstIoU - 0.3) < 1e-12)
  }

  @Test func objectsAreGroupedByAreaUnderTheWorstAttack() throws {
    var weak = Self.record("a", "pgd linf 1", after: 0.9, size: 1),
      strong = Self.record("a", "sea linf 1", after: 0.1, size: 1)
    func object(_ area: Int, _ found: Double) -> ObjectOutcome {
      ObjectOutcome(class: 1, area: area, diceBefore: 0.8, diceAfter: found, foundBefore: 1, foundAfter: found)
    }
    weak.objects = (1...8).map { object($0, 1) }
    strong.objects = (1...8).map { object($0, $0 > 4 ? 1 : 0) }
    let rows = Self.result([(Self.untargeted, [weak, strong])]).sizeBias
    #expect(rows.map(\.objects) == [2, 2, 2, 2] && rows.map(\.smallestArea) == [1, 3, 5, 7])
    #expect(rows.map(\.lost.count) == [2, 2, 0, 0] && rows.map(\.attackedDice) == [0, 0, 1, 1])
    strong.objects = (1...8).map { _ in object(5, 1) }
    #expect(Self.result([(Self.untargeted, [strong])]).sizeBias.map(\.objects) == [8])
  }

  @Test func curvesAreTheBestWithinEachLength() throws {
    var record = Self.record("a", "asma", after: 0.9)
    record.trace = IterationTrace(
      iteration: [0, 1, 2, 3], iou: [0.1, 0.5, 0.4, 0.9], accuracy: [0, 0, 0, 0], l2: [0, 1, 2, 4],
      linf: [0, 0, 0, 0], multiplier: [0, 0, 0, 0])
    let curve = try #require(Self.result([(Self.targeted, [record])]).curves.first)
    #expect(curve.l2.first == 0 && curve.l2.last == 4)
    func value(at length: Double) -> Double? { Array(zip(curve.l2, curve.iou)).last { $0.0 <= length }?.1 }
    #expect(value(at: 0.5) == 0.1 && value(at: 1.5) == 0.5 && value(at: 3) == 0.5 && value(at: 4) == 0.9)
  }

  @Test func storageAndExamplesAreKept() throws {
    var record = Self.record("a", "asma", after: 0.99, status: .succeeded)
    record.succeededAfterRounding = true
    record.toTarget?.afterRounding = Self.scores(0.98)
    record.afterStorage = [StorageOutcome(name: "JPEG 90", succeeded: false, scores: Self.scores(0.3))]
    var arrays = ArrayReferences(shard: "arrays/shard-00000.h5")
    (arrays.clean, arrays.adversarial) = ("c", "a")
    record.arrays = arrays
    let result = Self.result([(Self.targeted, [record])])
    let row = try #require(result.attacks.first)
    #expect(row.storage.map(\.name) == ["8 bits", "JPEG 90"] && row.storage.map(\.iou.median) == [0.98, 0.3])
    #expect(result.examples.map(\.record.arrays?.shard) == ["runs/t/arrays/shard-00000.h5"])
  }

  @Test func unreadableImagesAreCountedOnceForAllVictimsAndAttacks() {
    var summarizer = SegmentationStudySummarizer(Self.description([Self.targeted]))
    let scores = CleanScores(images: [
      .init(sample: "a", scores: Self.scores(0.8)), .init(sample: "b", scores: nil), .init(sample: "c", scores: nil),
    ])
    for victim in ["net", "other"] { summarizer.add(scores, victim: victim, data: "eyes") }
    let records = ["asma", "ssm"].flatMap { attack in
      [
        Self.record("a", attack, after: 0.9, status: .succeeded),
        Self.record("b", attack, after: 0, status: .error),
      ]
    }
    summarizer.add(records, of: Self.targeted, isFinished: true)
    let result = summarizer.result()
    #expect(result.clean.map(\.images) == [3, 3] && result.clean.map(\.judged) == [1, 1])
    #expect(result.unreadableImages == 2 && result.untried == 2)
  }

  @Test func whatIsMissingMakesItInterrupted() throws {
    let result = Self.result([
      (Self.targeted, []), (Self.untargeted, [Self.record("a", "pgd linf 1", after: 0, size: 1)]),
    ])
    #expect(result.state == .interrupted && result.finishedCells == 1)
    let line = try RecordCoding.line(result)
    #expect(try RecordCoding.decode(SegmentationStudyResult.self, from: line) == result)
  }

  @Test func anotherStudyIsNotGoneOnWith() {
    let one = Self.description([Self.targeted])
    var other = one
    #expect(one.conflicts(with: other).isEmpty)
    other.settings = [Setting("steps", "2")]
    other.cells.append(Self.untargeted)
    other.created = "later"
    #expect(one.conflicts(with: other) == ["the parts or seeds", "the settings"])
  }
}
