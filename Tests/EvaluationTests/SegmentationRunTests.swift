import Attacks
import Evaluation
import Foundation
import Tensors
import TestSupport
import Testing

/// A run over images with masks, from its samples to its records.
@Suite struct SegmentationRunTests {
  private struct NoLayer: Error, CustomStringConvertible {
    let description = "there is no layer 'x'"
  }

  private let toy: ToySegmentation

  init() throws { toy = try ToySegmentation() }

  @Test func theClosedFormAttackReachesEveryTarget() throws {
    let end = try toy.completed(toy.made(toy.planned()), "run")
    let records = try toy.records("run")
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
    let images = ToySegmentation.Images { index, sample in if index != 1 { sample.spacing = spacing } }
    let end = try toy.completed(toy.made(toy.planned(), images), "run")
    let records = try toy.records("run")
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
    var run = toy.made(toy.planned())
    run.arrayLimit = 1
    run.measuresObjects = true
    run.discAndCup = DiscAndCup(disc: 0, cup: 1)
    var told: [AttackedBatch] = []
    var control = ToyRun.still()
    control.didAttack = { told.append($0) }
    _ = try run.run(
      in: RunFolder.create(at: toy.folder.file("run"), plan: toy.plan), shards: PlainShards(), control: control)
    #expect(told.map(\.samples) == [2, 2, 1] && told.map(\.succeeded) == [2, 2, 1])
    let records = try toy.records("run")
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

  @Test func resumingGivesTheBytesOfAnUndisturbedRun() throws {
    let run = toy.made(toy.planned())
    _ = try toy.completed(run, "whole")
    var committed = -1
    var control = ToyRun.still { committed >= 1 }
    control.didAdvance = { _ in committed += 1 }
    let path = toy.folder.file("stopped")
    let end = try run.run(in: RunFolder.create(at: path, plan: toy.plan), shards: PlainShards(), control: control)
    #expect(end.state == .interrupted && end.summary.counts.recorded == 2)
    _ = try run.run(in: RunFolder.reopen(path), shards: PlainShards(), control: ToyRun.still())
    #expect(try contents(of: path) == contents(of: toy.folder.file("whole")))
  }

  @Test func theAdaptiveMaskAttackRunsAndItsTraceIsKept() throws {
    let criterion = MaskCriterion(threshold: 0.99)
    let attack = AdaptiveMaskAttack(settings: AdaptiveMaskAttack.Settings(iterations: 300))
    var seen: Set<String> = []
    var run = toy.made(
      PlannedSegmentation(name: "flip", attack: attack, bounds: 0...1, seed: 1, criterion: criterion) { id, _, _ in
        seen.insert(id)
      })
    run.criterion = criterion
    let end = try toy.completed(run, "run")
    #expect(end.summary.counts.succeeded == 5)
    #expect(seen == Set(ToySegmentation.Images().ids))
    for record in try toy.records("run") {
      let trace = try #require(record.trace), after = try #require(record.toTarget?.after)
      #expect(trace.iou.contains(after.meanIoU) && record.health?.claimedSuccess == true)
      #expect(trace.iteration.count == trace.l2.count && record.size?.psnr.isFinite == true)
    }
  }

  @Test func aFailingExplanationDoesNotLoseTheResult() throws {
    var run = toy.made(toy.planned())
    run.explanation = ExplanationPlan(limit: 2) { _, _ in throw NoLayer() }
    #expect(try toy.completed(run, "run").summary.counts.succeeded == 5)
    let messages = try toy.records("run").map(\.message)
    #expect(messages == ["no heat map: there is no layer 'x'", "no heat map: there is no layer 'x'", nil, nil, nil])
  }

  @Test func aClassifierIsRefused() throws {
    var run = toy.made(toy.planned())
    run.victim = ToyRun().victim
    run.axes = []
    let error = #expect(throws: RunFitError.self) { _ = try toy.completed(run, "run") }
    #expect(error?.description.contains("[classes, height, width]") == true)
  }
}
