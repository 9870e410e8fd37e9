import Attacks
import Evaluation
import Foundation
import Tensors
import TestSupport
import Testing

/// A network whose pixels are independent: background logit 0, foreground logit 4 (x − 0.5).
@Suite struct SegmentationRunTests {
  private let folder: TemporaryFolder
  private let victim: BrightPixels
  private let budget = Budget(norm: .linf, size: 0.5, bounds: 0...1)

  init() throws {
    folder = try TemporaryFolder()
    victim = BrightPixels()
  }

  private final class BrightPixels: Victim {
    let inputShape = [1, 4, 4]
    let outputShape = [2, 4, 4]
    var breaks = false

    func logits(of inputs: Tensor) throws -> Tensor {
      let scalars = inputs.samples.flatMap { sample in
        [Float](repeating: 0, count: 16) + sample.scalars.map { breaks && $0 > 0.9 ? .nan : 4 * ($0 - 0.5) }
      }
      return Tensor(shape: [inputs.batchCount, 2, 4, 4], scalars: scalars)
    }

    func logitsAndGradient(
      at inputs: Tensor, cotangent: (Tensor) throws -> Tensor
    ) throws -> (logits: Tensor, gradient: Tensor) {
      let logits = try logits(of: inputs)
      let rows = try cotangent(logits).samples.flatMap { $0.scalars[16...].map { 4 * $0 } }
      return (logits, Tensor(shape: inputs.shape, scalars: rows))
    }
  }

  private struct NoLayer: Error, CustomStringConvertible {
    let description = "there is no layer 'x'"
  }

  private struct Images: SampleSource {
    var ids = ["a", "b", "c", "d", "e"]
    var change: (Int, inout SegmentationSample) -> Void = { _, _ in }

    func load(_ index: Int) throws -> SegmentationSample {
      var random = RandomStream(seed: UInt64(index))
      let input = Tensor(shape: [1, 4, 4], scalars: (0..<16).map { _ in Float.random(in: 0...1, using: &random) })
      let truth = ClassMap(height: 4, width: 4, classes: input.scalars.map { $0 > 0.5 ? 1 : 0 })
      let target = ClassMap(height: 4, width: 4, classes: truth.classes.map { 1 - $0 })
      var sample = SegmentationSample(
        input: input, truth: truth, target: target, targetDescription: "own mask, inverted", maskCoding: "0/255")
      change(index, &sample)
      return sample
    }
  }

  /// Moves every allowed pixel just over the boundary, which is the closed-form answer.
  private func planned(_ reach: Float = 0.01) -> PlannedSegmentation {
    PlannedSegmentation(name: "flip", budget: nil, bounds: 0...1, seed: 1) { jobs, victim, shouldStop in
      try jobs.map { job in
        var scalars = job.clean.scalars
        for index in scalars.indices where job.region.allowed[index] {
          scalars[index] = job.target.classes[index] == 1 ? 0.5 + reach : 0.5 - reach
        }
        let adversarial = Tensor(shape: job.clean.shape, scalars: scalars)
        _ = try victim.logits(of: Tensor(batching: [adversarial]))
        let trace = IterationTrace(iteration: [0], iou: [1], accuracy: [1], l2: [1], linf: [1], multiplier: [0])
        let outcome = Outcome(
          adversarial: adversarial, succeeded: true, loss: 0, forwards: 1, backwards: 0, iterations: 1,
          wasInterrupted: shouldStop())
        return TracedOutcome(outcome: outcome, trace: trace)
      }
    }
  }

  private func made(_ attack: PlannedSegmentation, _ images: Images = Images()) -> SegmentationRun<Images> {
    SegmentationRun(
      source: images, victim: victim, attacks: [attack], axes: [.channel, .height, .width],
      rounding: .eightBits(over: 0...1),
      explanation: ExplanationPlan(limit: 1) { input, label in Explanation(heat: input.map { $0 * Float(label) }) })
  }

  private var plan: RunDescription {
    var plan = ToyRun().plan
    plan.task = .segmentation
    plan.samples = Images().ids
    plan.attacks = ["flip"]
    plan.batchSize = 2
    plan.model.classNames = ["background", "vessel"]
    return plan
  }

  private func records(_ path: String) throws -> [SegmentationRecord] {
    var records: [SegmentationRecord] = []
    try RunReader(path).forEachSegmentation { records.append($0) }
    return records
  }

  private func completed(_ run: SegmentationRun<Images>, _ name: String) throws -> RunEnd {
    try run.run(
      in: RunFolder.create(at: folder.file(name), plan: plan), shards: PlainShards(), control: ToyRun.still())
  }

  @Test func theClosedFormAttackReachesEveryTarget() throws {
    let end = try completed(made(planned()), "run")
    let records = try records(folder.file("run"))
    #expect(records.count == 5 && records.allSatisfy { $0.status == .succeeded })
    let first = try #require(records.first)
    #expect(first.toTarget?.before.meanIoU == 0 && first.toTarget?.after.meanIoU == 1)
    #expect(first.toTruth?.before.meanDice == 1 && first.toTruth?.after.meanDice == 0)
    #expect(first.toTarget?.afterRounding?.pixelAccuracy == 1 && first.succeededAfterRounding == true)
    #expect(first.trace?.iou == [1] && first.maskCoding == "0/255")
    #expect(first.arrays?.heatBefore != nil && records[1].arrays?.heatBefore == nil)
    #expect(first.arrays?.truth == "00000/truth" && first.arrays?.predictionAfter == "00000/attack0/predictionAfter")
    let summary = try #require(end.summary.attacks.first?.segmentation)
    #expect(summary.toTarget.after.iou.median == 1 && summary.toTruth.after.dice.maximum == 0)
    #expect(summary.perClass.map(\.name) == ["background", "vessel"])
    #expect(end.summary.sanity.first { $0.name == "clean agreement" }?.verdict == .pass)
  }

  @Test func distancesAreInMillimetresWhereTheSampleSaysItsSpacing() throws {
    let spacing = PixelSpacing(row: 2, column: 0.5)
    let images = Images { index, sample in if index != 1 { sample.spacing = spacing } }
    let end = try completed(made(planned(), images), "run")
    let records = try records(folder.file("run"))
    #expect(records.map(\.pixelSpacing) == [spacing, nil, spacing, spacing, spacing])
    for record in records {
      let comparison = try #require(record.toTruth)
      for scores in [comparison.before, comparison.after, try #require(comparison.afterRounding)] {
        #expect((scores.boundary?.millimetres == nil) == (record.pixelSpacing == nil))
      }
      #expect(record.pixelSpacing == nil || comparison.before.boundary?.millimetres?.meanHausdorff95 == 0)
    }
    let summary = try #require(end.summary.attacks.first?.segmentation)
    #expect(summary.toTruth.after.hausdorff95?.count == 5 && summary.toTruth.after.hausdorff95Millimetres?.count == 4)
  }

  @Test func shapesAreToldAndArraysKeptOfTheFirstAlone() throws {
    var run = made(planned())
    run.arrayLimit = 1
    run.measuresObjects = true
    run.discAndCup = DiscAndCup(disc: 0, cup: 1)
    var told: [AttackedBatch] = []
    var control = ToyRun.still()
    control.didAttack = { told.append($0) }
    _ = try run.run(
      in: RunFolder.create(at: folder.file("run"), plan: plan), shards: PlainShards(), control: control)
    #expect(told.map(\.samples) == [2, 2, 1] && told.map(\.succeeded) == [2, 2, 1])
    let records = try records(folder.file("run"))
    #expect(records.map { $0.arrays != nil } == [true, false, false, false, false])
    for record in records {
      let extents = try #require(record.extents)
      // Every pixel changed sides.
      #expect(extents.after == extents.wanted && extents.before[0].pixels == extents.after?[1].pixels)
      #expect(extents.before.map(\.pixels).reduce(0, +) == 16)
      #expect(record.objects?.isEmpty == false && record.objects?.allSatisfy { $0.isLost } == true)
      #expect(record.cupToDisc?.wanted == record.cupToDisc?.after && record.cupToDisc?.error == 0)
    }
  }

  @Test func successesTooCloseToTheBoundaryAreLostInEightBits() throws {
    // 0.5 lies half-way between two levels: a step of 0.0005 rounds to the wrong side for one of the classes.
    let end = try completed(made(planned(0.0005)), "run")
    #expect(end.summary.counts.succeeded == 5)
    let survived = try records(folder.file("run")).count { $0.succeededAfterRounding == true }
    #expect(end.summary.attacks.first?.successRateAfterRounding?.count == survived)
  }

  @Test func aTargetThatIsAlreadyMetIsLeftAlone() throws {
    let images = Images(change: { index, sample in
      if index == 2, let truth = sample.truth { sample.target = truth }
    })
    _ = try completed(made(planned(), images), "run")
    let record = try records(folder.file("run"))[2]
    #expect(record.status == .alreadyMisclassified && record.size == nil && record.toTarget?.before.meanIoU == 1)
  }

  @Test func masksThatDoNotFitAreErrorsOfTheirOwn() throws {
    let images = Images(change: { index, sample in
      switch index {
      case 0: sample.target = ClassMap(height: 2, width: 4, classes: [Int](repeating: 0, count: 8))
      case 1: sample.truth = ClassMap(height: 4, width: 4, classes: [Int](repeating: 255, count: 16))
      case 2: sample.region = Region(shape: [1, 4, 4], allowed: [Bool](repeating: false, count: 16), name: "none")
      default: break
      }
    })
    let end = try completed(made(planned(), images), "run")
    #expect(end.errors == 2)
    #expect(
      try records(folder.file("run")).compactMap(\.message) == [
        "the target mask is 2 × 4, the model answers 4 × 4",
        "the true mask has the class 255, the model's classes are 0 to 1",
        "the region \"none\" is empty in this image",
      ])
  }

  @Test func logitsThatAreNoNumbersAreNeverASuccess() throws {
    victim.breaks = true
    let images = Images(change: { _, sample in sample.input = sample.input.map { 0.8 * $0 } })
    _ = try completed(made(planned(0.45), images), "run")
    let records = try records(folder.file("run"))
    #expect(records.allSatisfy { $0.status == .failed && !$0.succeeded })
    #expect(records.first?.message == "the model's logits for the answer are not numbers")
  }

  @Test func resumingGivesTheBytesOfAnUndisturbedRun() throws {
    let run = made(planned())
    _ = try completed(run, "whole")
    var committed = -1
    var control = ToyRun.still { committed >= 1 }
    control.didAdvance = { _ in committed += 1 }
    let path = folder.file("stopped")
    let end = try run.run(in: RunFolder.create(at: path, plan: plan), shards: PlainShards(), control: control)
    #expect(end.state == .interrupted && end.summary.counts.recorded == 2)
    _ = try run.run(in: RunFolder.reopen(path), shards: PlainShards(), control: ToyRun.still())
    #expect(try contents(of: path) == contents(of: folder.file("whole")))
  }

  @Test(arguments: [GoalMask.truth, .prediction])
  func anUntargetedAttackLeavesItsMask(goalMask: GoalMask) throws {
    // Every image lies within 0.5 of the boundary, so that all of its pixels can be flipped: IoU 0 in a closed form.
    let images = Images(change: { _, sample in
      if let truth = sample.truth { sample.target = truth }
      sample.targetDescription = "none"
    })
    let criterion = MaskCriterion(threshold: 0.5, goalMask: goalMask)
    let attack = try MaskAttackCatalogue.entry(named: "pgd").attack(
      MaskAttackRequest(bounds: 0...1, size: 0.5, steps: 20, seed: 1))
    var run = made(
      PlannedSegmentation(
        name: "flip", attack: attack, budget: budget, bounds: 0...1, seed: 1, criterion: criterion), images)
    run.criterion = criterion
    let end = try completed(run, "run")
    #expect(end.summary.counts.succeeded == 5)
    let summary = try #require(end.summary.attacks.first?.segmentation)
    #expect(summary.goalMask == goalMask && summary.toTarget.before.iou.median == 1)
    #expect(summary.toTarget.after.iou.maximum <= 0.5 && (summary.pixelSuccess?.median ?? 0) > 0.5)
    for record in try records(folder.file("run")) {
      let after = try #require(record.toTarget?.after)
      #expect(record.goalMask == goalMask && record.attack.goal == "untargeted (away from \(goalMask.words))")
      #expect(record.criterion == "mean IoU with \(goalMask.words) of at most 0.5")
      #expect(record.pixelSuccess == 1 - after.pixelAccuracy && record.toTarget == record.toTruth)
    }
  }

  @Test func aMaskThatIsLostAlreadyIsLeftAlone() throws {
    let images = Images(change: { _, sample in
      sample.target = ClassMap(height: 4, width: 4, classes: sample.target.classes)
    })
    var run = made(planned(), images)
    // The target is the inverse of what the network says: its IoU is 0 before anything is done.
    run.criterion = MaskCriterion(threshold: 0.5, goalMask: .truth)
    _ = try completed(run, "run")
    #expect(try records(folder.file("run")).allSatisfy { $0.status == .alreadyMisclassified })
  }

  @Test func whatIsLostInLossyFilesIsCounted() throws {
    var run = made(planned())
    run.storages = [
      StorageRounding(name: "whole") { $0 }, StorageRounding(name: "half") { $0.map { _ in 0.5 } },
      StorageRounding(name: "none") { $0.map { _ in .nan } },
    ]
    let end = try completed(run, "run")
    let rows = try #require(end.summary.attacks.first?.segmentation?.afterStorage)
    #expect(rows.map(\.name) == ["whole", "half", "none"])
    #expect(rows.map(\.successRate.count) == [5, 0, 0] && rows.map(\.successRate.total) == [5, 5, 5])
    #expect(rows[0].iou.median == 1 && rows[2].iou.count == 0)
    let record = try #require(records(folder.file("run")).first)
    #expect(record.pixelSuccess == 1 && record.toTarget?.after.boundary?.meanHausdorff95 == 0)
    #expect(record.toTarget?.after.boundary?.meanF1 == 1 && record.afterStorage?.count == 3)
  }

  @Test func theAdaptiveMaskAttackRunsAndItsTraceIsKept() throws {
    let criterion = MaskCriterion(threshold: 0.99)
    let attack = AdaptiveMaskAttack(settings: AdaptiveMaskAttack.Settings(iterations: 300))
    var seen: Set<String> = []
    var run = made(
      PlannedSegmentation(name: "flip", attack: attack, bounds: 0...1, seed: 1, criterion: criterion) { id, _, _ in
        seen.insert(id)
      })
    run.criterion = criterion
    let end = try completed(run, "run")
    #expect(end.summary.counts.succeeded == 5)
    #expect(seen == Set(Images().ids))
    for record in try records(folder.file("run")) {
      let trace = try #require(record.trace), after = try #require(record.toTarget?.after)
      #expect(trace.iou.contains(after.meanIoU) && record.health?.claimedSuccess == true)
      #expect(trace.iteration.count == trace.l2.count && record.size?.psnr.isFinite == true)
    }
  }

  @Test func aFailingExplanationDoesNotLoseTheResult() throws {
    var run = made(planned())
    run.explanation = ExplanationPlan(limit: 2) { _, _ in throw NoLayer() }
    #expect(try completed(run, "run").summary.counts.succeeded == 5)
    let messages = try records(folder.file("run")).map(\.message)
    #expect(messages == ["no heat map: there is no layer 'x'", "no heat map: there is no layer 'x'", nil, nil, nil])
  }

  @Test func aClassifierIsRefused() throws {
    var run = made(planned())
    run.victim = ToyRun().victim
    run.axes = []
    let error = #expect(throws: RunFitError.self) { _ = try completed(run, "run") }
    #expect(error?.description.contains("[classes, height, width]") == true)
  }
}
