import Attacks
import Evaluation
import Foundation
import Tensors
import TestSupport
import Testing

/// What counts as a success on a mask, what as a failure, and what is no attack at all.
@Suite struct SegmentationOutcomeTests {
  private let toy: ToySegmentation

  init() throws { toy = try ToySegmentation() }

  @Test func successesTooCloseToTheBoundaryAreLostInEightBits() throws {
    // 0.5 lies half-way between two levels: a step of 0.0005 rounds to the wrong side for one of the classes.
    let end = try toy.completed(toy.made(toy.planned(0.0005)), "run")
    #expect(end.summary.counts.succeeded == 5)
    let survived = try toy.records("run").count { $0.succeededAfterRounding == true }
    #expect(end.summary.attacks.first?.successRateAfterRounding?.count == survived)
  }

  @Test func aTargetThatIsAlreadyMetIsLeftAlone() throws {
    let images = ToySegmentation.Images(change: { index, sample in
      if index == 2, let truth = sample.truth { sample.target = truth }
    })
    _ = try toy.completed(toy.made(toy.planned(), images), "run")
    let record = try toy.records("run")[2]
    #expect(record.status == .alreadyMisclassified && record.size == nil && record.toTarget?.before.meanIoU == 1)
  }

  @Test func objectsOfAnImageThatIsLostAlreadyAreCounted() throws {
    let images = ToySegmentation.Images(change: { index, sample in
      if index == 2, let truth = sample.truth { sample.target = truth }
    })
    var run = toy.made(toy.planned(), images)
    run.measuresObjects = true
    _ = try toy.completed(run, "run")
    let record = try toy.records("run")[2]
    let objects = try #require(record.objects)
    #expect(record.status == .alreadyMisclassified && !objects.isEmpty)
    #expect(objects.allSatisfy { $0.diceBefore == $0.diceAfter && !$0.isLost })
  }

  @Test func masksThatDoNotFitAreErrorsOfTheirOwn() throws {
    let images = ToySegmentation.Images(change: { index, sample in
      switch index {
      case 0: sample.target = ClassMap(height: 2, width: 4, classes: [Int](repeating: 0, count: 8))
      case 1: sample.truth = ClassMap(height: 4, width: 4, classes: [Int](repeating: 255, count: 16))
      case 2: sample.region = Region(shape: [1, 4, 4], allowed: [Bool](repeating: false, count: 16), name: "none")
      default: break
      }
    })
    let end = try toy.completed(toy.made(toy.planned(), images), "run")
    #expect(end.errors == 2)
    #expect(
      try toy.records("run").compactMap(\.message) == [
        "the target mask is 2 × 4, the model answers 4 × 4",
        "the true mask has the class 255, the model's classes are 0 to 1",
        "the region \"none\" is empty in this image",
      ])
  }

  @Test func logitsThatAreNoNumbersAreNeverASuccess() throws {
    toy.victim.breaks = true
    let images = ToySegmentation.Images(change: { _, sample in sample.input = sample.input.map { 0.8 * $0 } })
    _ = try toy.completed(toy.made(toy.planned(0.45), images), "run")
    let records = try toy.records("run")
    #expect(records.allSatisfy { $0.status == .failed && !$0.succeeded })
    #expect(records.first?.message == "the model's logits for the answer are not numbers")
  }

  @Test(arguments: [GoalMask.truth, .prediction])
  func anUntargetedAttackLeavesItsMask(goalMask: GoalMask) throws {
    // Every image lies within 0.5 of the boundary, so that all of its pixels can be flipped: IoU 0 in a closed form.
    let images = ToySegmentation.Images(change: { _, sample in
      if let truth = sample.truth { sample.target = truth }
      sample.targetDescription = "none"
    })
    let criterion = MaskCriterion(threshold: 0.5, goalMask: goalMask)
    let attack = try MaskAttackCatalogue.entry(named: "pgd").attack(
      MaskAttackRequest(bounds: 0...1, size: 0.5, steps: 20, seed: 1))
    var run = toy.made(
      PlannedSegmentation(
        name: "flip", attack: attack, budget: ToySegmentation.budget, bounds: 0...1, seed: 1, criterion: criterion),
      images)
    run.criterion = criterion
    let end = try toy.completed(run, "run")
    #expect(end.summary.counts.succeeded == 5)
    let summary = try #require(end.summary.attacks.first?.segmentation)
    #expect(summary.goalMask == goalMask && summary.toTarget.before.iou.median == 1)
    #expect(summary.toTarget.after.iou.maximum <= 0.5 && (summary.pixelSuccess?.median ?? 0) > 0.5)
    for record in try toy.records("run") {
      let after = try #require(record.toTarget?.after)
      #expect(record.goalMask == goalMask && record.attack.goal == "untargeted (away from \(goalMask.words))")
      #expect(record.criterion == "mean IoU with \(goalMask.words) of at most 0.5")
      #expect(record.pixelSuccess == 1 - after.pixelAccuracy && record.toTarget == record.toTruth)
    }
  }

  @Test func aMaskThatIsLostAlreadyIsLeftAlone() throws {
    let images = ToySegmentation.Images(change: { _, sample in
      sample.target = ClassMap(height: 4, width: 4, classes: sample.target.classes)
    })
    var run = toy.made(toy.planned(), images)
    // The target is the inverse of what the network says: its IoU is 0 before anything is done.
    run.criterion = MaskCriterion(threshold: 0.5, goalMask: .truth)
    _ = try toy.completed(run, "run")
    #expect(try toy.records("run").allSatisfy { $0.status == .alreadyMisclassified })
  }

  @Test func whatIsLostInLossyFilesIsCounted() throws {
    var run = toy.made(toy.planned())
    run.storages = [
      StorageRounding(name: "whole") { $0 }, StorageRounding(name: "half") { $0.map { _ in 0.5 } },
      StorageRounding(name: "none") { $0.map { _ in .nan } },
    ]
    let end = try toy.completed(run, "run")
    let rows = try #require(end.summary.attacks.first?.segmentation?.afterStorage)
    #expect(rows.map(\.name) == ["whole", "half", "none"])
    #expect(rows.map(\.successRate.count) == [5, 0, 0] && rows.map(\.successRate.total) == [5, 5, 5])
    #expect(rows[0].iou.median == 1 && rows[2].iou.count == 0)
    let record = try #require(toy.records("run").first)
    #expect(record.pixelSuccess == 1 && record.toTarget?.after.boundary?.meanHausdorff95 == 0)
    #expect(record.toTarget?.after.boundary?.meanF1 == 1 && record.afterStorage?.count == 3)
  }
}
