import Evaluation
import Testing

/// What is kept of a record once it was counted is a few numbers, however much there is in it.
@Suite struct SummaryFootprintTests {
  /// Numbers, and eight letters each, that a value holds in all its depth.
  private static func footprint(_ value: Any) -> Int {
    if let text = value as? String { return 1 + text.utf8.count / 8 }
    let children = Mirror(reflecting: value).children
    return children.isEmpty ? 1 : children.reduce(0) { $0 + footprint($1.value) }
  }

  /// What 300 records take over what 100 take, a record.
  private static func growth(_ summarizer: (_ records: Int) -> Any) -> Int {
    (footprint(summarizer(300)) - footprint(summarizer(100))) / 200
  }

  private static let longText = String(repeating: "long ", count: 400)

  private static func reference(_ name: String) -> AttackReference {
    AttackReference(
      name: name, norm: "linf", size: 0.1, bounds: ValueRange(0...1), goal: longText, seed: 1,
      region: RegionReference(name: "all", allowedCount: 4, elementCount: 4))
  }

  private static var plan: RunDescription {
    var plan = ToyRun().plan
    plan.attacks = ["weak", "strong"]
    return plan
  }

  @Test func aClassifiersSummaryKeepsNoFrames() {
    let growth = Self.growth { count in
      var summarizer = ClassificationSummarizer(plan: Self.plan)
      for index in 0..<count {
        var record = ClassificationRecord(
          sample: SampleReference(id: "\(index) \(Self.longText)", index: index, label: index % 3),
          attack: Self.reference("weak"), status: .succeeded)
        record.succeeded = true
        record.clean = ClassPrediction(class: index % 3, logits: [Double](repeating: 0, count: 500))
        record.adversarial = record.clean
        record.size = PerturbationSize(l0: 1, l1: 1, l2: 1, linf: 1, psnr: 1, ssim: 1)
        record.cost = AttackCost(forwards: 1, backwards: 1, iterations: 1, restart: 0, restarts: 1)
        record.frames = FrameAnalysis(perturbation: [Double](repeating: 0.5, count: 500), rankCorrelation: 0.5)
        summarizer.add(record)
      }
      return summarizer
    }
    #expect(growth > 10 && growth < 50)
  }

  @Test func aSegmentationSummaryKeepsNoTraces() {
    let growth = Self.growth { count in
      var summarizer = SegmentationSummarizer(plan: Self.plan)
      for index in 0..<count { summarizer.add(Self.segmentation(index)) }
      return summarizer
    }
    #expect(growth > 20 && growth < 80)
  }

  private static func segmentation(_ index: Int) -> SegmentationRecord {
    var record = SegmentationRecord(
      sample: SampleReference(id: "\(index) \(longText)", index: index),
      attack: reference("weak"), status: .failed, target: "", criterion: "")
    // Class 1 is missing in every third image, class 2 in every map.
    let share = Double(index % 100) / 100, empty = index % 3 == 0 ? [1, 2] : [2]
    var scores = MaskScores(
      iou: [0.5, share, 1], dice: [0.75, share / 2, 1], meanIoU: share, meanDice: share / 2, pixelAccuracy: 0.25,
      emptyClasses: empty)
    record.toTarget = MaskComparison(before: scores, after: scores, afterRounding: scores)
    if index % 2 == 0 { scores.boundary = BoundaryScores(hausdorff95: [0, share], f1: [1, 0.5]) }
    record.toTruth = MaskComparison(before: scores, after: scores)
    record.afterStorage = [
      StorageOutcome(name: "JPEG 90", succeeded: index % 4 == 0, scores: scores),
      StorageOutcome(name: "JPEG 75", succeeded: false, scores: nil),
    ]
    record.pixelSuccess = share
    record.size = PerturbationSize(l0: 1, l1: 1, l2: 1, linf: 1, psnr: 1, ssim: 1)
    record.cost = AttackCost(forwards: 1, backwards: 1, iterations: 1)
    let steps = [Double](repeating: 0.5, count: 500)
    record.trace = IterationTrace(
      iteration: Array(0..<500), iou: steps, accuracy: steps, l2: steps, linf: steps, multiplier: steps)
    return record
  }

  /// As if all scores were there at once.
  @Test func theColumnsSayWhatTheRecordsSay() throws {
    var summarizer = SegmentationSummarizer(plan: Self.plan)
    for index in 0..<100 { summarizer.add(Self.segmentation(index)) }
    let masks = try #require(summarizer.summary().attacks.first?.segmentation)
    let shares = (0..<100).map { Double($0) / 100 }
    #expect(masks.toTarget.after.iou == Quartiles(of: shares) && masks.toTarget.afterRounding.iou.count == 100)
    #expect(masks.toTarget.after.hausdorff95 == nil && masks.toTruth.afterRounding.iou.count == 0)
    #expect(masks.toTruth.before.dice == Quartiles(of: shares.map { $0 / 2 }))
    #expect(masks.toTruth.after.hausdorff95?.count == 50 && masks.toTruth.after.hausdorff95Millimetres == nil)
    #expect(masks.perClass.count == 3 && masks.perClass[0].truthDiceAfter.median == 0.75)
    #expect(masks.perClass[1].targetIoUAfter.count == 66 && masks.perClass[2].targetIoUBefore.count == 0)
    let there = shares.enumerated().filter { $0.offset % 3 != 0 }.map(\.element)
    #expect(masks.perClass[1].targetIoUBefore == Quartiles(of: there))
    let storage = try #require(masks.afterStorage)
    #expect(storage.map(\.name) == ["JPEG 90", "JPEG 75"])
    #expect(storage[0].successRate == Proportion(25, of: 100) && storage[0].iou == Quartiles(of: shares))
    #expect(storage[1].successRate == Proportion(0, of: 100) && storage[1].iou.count == 0)
    #expect(masks.pixelSuccess == Quartiles(of: shares))
  }
}
