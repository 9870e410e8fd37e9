import Evaluation
import Reports
import Testing

/// The page and the tables of a made-up study of a network that draws vessels.
@Suite struct SegmentationStudyReportTests {
  private typealias Cell = SegmentationStudyDescription.Cell

  private static let demo = SegmentationDemo(sampleCount: 2, side: 64, attacks: ["asma", "ssm"])

  private static func description(_ cells: [Cell]) -> SegmentationStudyDescription {
    var model = demo.run.model
    model.classNames = ["background", "vessel <1>"]
    var description = SegmentationStudyDescription(
      title: "made up", created: "2026-01-02T03:04:05Z", commandLine: ["chaff", "study", "segmentation", "a b.yaml"],
      processor: demo.run.processor,
      victims: [.init(name: "net <2>", model: model, outputShape: [2, 64, 64])],
      dataSets: [.init(name: "eyes", facts: demo.run.data)], cells: cells)
    (description.ablation, description.minimal) = (["ssm", "asma"], ["asma"])
    description.caveats = ["Made up."]
    return description
  }

  private static func cell(_ part: SegmentationStudyDescription.Part) -> Cell {
    Cell(part: part, victim: "net <2>", data: "eyes", seed: 1, folder: "runs/\(part.rawValue)")
  }

  private static func records(_ change: (inout SegmentationRecord) -> Void = { _ in }) -> [SegmentationRecord] {
    demo.records.compactMap { record in
      guard case .segmentation(var record) = record else { return nil }
      change(&record)
      return record
    }
  }

  private static var result: SegmentationStudyResult {
    let cells = SegmentationStudyDescription.Part.allCases.map(cell)
    var summarizer = SegmentationStudySummarizer(description(cells))
    let scores = records().first?.toTruth?.before
    summarizer.add(
      CleanScores(images: [.init(sample: "a", scores: scores), .init(sample: "b", scores: nil)]), victim: "net <2>",
      data: "eyes")
    summarizer.add(
      records { record in
        record.succeededAfterRounding = true
        record.afterStorage = [StorageOutcome(name: "JPEG 75", succeeded: false, scores: scores)]
      }, of: cells[0], isFinished: true)
    summarizer.add(
      records { record in
        (record.attack.norm, record.attack.size) = ("linf", 4.0 / 255)
        record.attack.name += " linf 4/255"
        record.goalMask = .truth
        record.objects = [
          ObjectOutcome(class: 1, area: 12, diceBefore: 1, diceAfter: 0.1, foundBefore: 1, foundAfter: 0.1)
        ]
      }, of: cells[1], isFinished: true)
    summarizer.add(
      records { record in
        record.target = "erase:vessel (vessel erased, its place filled with what surrounds it)"
        func extent(_ pixels: Int) -> [ClassExtent] {
          [pixels * 9, pixels].map { .init(pixels: $0, row: 1, column: 2) }
        }
        record.extents = MaskExtents(before: extent(4210), wanted: extent(0), after: extent(37))
        record.cupToDisc = CupToDiscRatio(truth: 0.4, before: 0.42, wanted: 0.8, after: 0.78)
      }, of: cells[2], isFinished: true)
    return summarizer.result()
  }

  private static let arrays = MemoryArrays { name in
    try? demo.arrays.array(name, in: "")
  }

  @Test func thePageIsWellFormedAndShowsEverySection() throws {
    let report = try BuiltReport(SegmentationStudyReport(result: Self.result, arrays: Self.arrays))
    #expect(report.checker.failure == nil)
    #expect(report.checker.brokenIds.isEmpty)
    for words in [
      "Data sets and victims", "The ablation", "How little it takes", "Agreement against the size",
      "worst case over attacks", "Small objects and large ones", "Saved as 8 bits and as JPEG",
      "What a clinician would see", "The cup-to-disc ratio", "Where the network looks", "Made up.",
      "vessel <1> 4210 → 37 pixels (wanted 0)", "vertical cup-to-disc ratio 0.42 → 0.78 (wanted 0.80)",
      "in the worst case: means over the images, quartiles below",
      "L∞ 16/255", "Vessel erased, its place filled", "JPEG 75", "'a b.yaml'",
      "1 image could not be read or judged", "over 1 image", "1 of 2",
    ] {
      #expect(report.checker.text.contains(words), "\(words)")
    }
    #expect(!report.checker.text.contains("not complete"))
    // An IoU with an empty mask says nothing, and too few images are no ranking.
    #expect(!report.checker.text.contains("(wanted 0); IoU"))
    #expect(report.checker.text.contains("Rows rest on as few as"))
    #expect(report.files.contains("figures/goal-1-adversarial.png") && report.files.contains("figures/agreement-1.svg"))
  }

  @Test func tablesHaveAllNumbers() throws {
    let report = try BuiltReport(SegmentationStudyReport(result: Self.result, arrays: Self.arrays))
    let worst = try report.table("worst.csv")
    #expect(worst.map { $0[5] } == ["row", "clean", "asma", "ssm", "worst case"], "\(worst)")
    #expect(worst[0].suffix(6).first == "iou_lower_quartile" && worst[0].last == "dice_upper_quartile")
    #expect(worst.dropFirst().allSatisfy { row in row.suffix(6).allSatisfy { Double($0) != nil } }, "\(worst)")
    let goals = try report.table("goals.csv")
    #expect(goals.count == 1 + 4 && goals[1][5...8] == ["1", "4210", "0", "37"], "\(goals)")
    #expect(goals[1].suffix(4).prefix(3) == ["0.42", "0.8", "0.78"])
    #expect(try report.table("objects.csv").count == 2)
    #expect(try report.table("attacks.csv").count == 1 + 4)
    #expect(try report.table("storage.csv").contains { $0.contains("JPEG 75") })
  }

  @Test func whatIsNotThereIsLeftOutAndSaid() throws {
    var summarizer = SegmentationStudySummarizer(Self.description([Self.cell(.targeted), Self.cell(.goals)]))
    summarizer.add(Self.records(), of: Self.cell(.goals), isFinished: false)
    let report = try BuiltReport(
      SegmentationStudyReport(result: summarizer.result(), arrays: MemoryArrays.missing))
    #expect(report.checker.failure == nil)
    #expect(report.checker.text.contains("This study is not complete"))
    #expect(report.checker.text.contains("could not be read"))
    #expect(!report.checker.text.contains("The ablation"))
    #expect(!report.files.contains("tables/worst.csv"))
  }
}
