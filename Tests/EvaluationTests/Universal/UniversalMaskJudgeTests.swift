import Attacks
import Evaluation
import Tensors
import Testing

/// On a network that draws what is brighter than one half: eight dim pixels, eight bright ones, a change of 0.1.
@Suite struct UniversalMaskJudgeTests {
  private static let shape = [1, 4, 4]
  private static let truth = ClassMap(height: 4, width: 4, classes: (0..<16).map { $0 < 8 ? 0 : 1 })
  private static let all = ClassMap(height: 4, width: 4, classes: [Int](repeating: 1, count: 16))

  private func sample(target: ClassMap, region: Region? = nil) -> SegmentationSample {
    SegmentationSample(
      input: Tensor(shape: Self.shape, scalars: (0..<16).map { $0 < 8 ? 0.45 : 0.55 }), truth: Self.truth,
      target: target, targetDescription: "test", region: region)
  }

  private func judge(
    _ criterion: MaskCriterion = MaskCriterion(.meanIoU, threshold: 0.99), change: Float = 0.1,
    storages: [StorageRounding] = []
  ) -> UniversalMaskJudge {
    UniversalMaskJudge(
      victim: ToySegmentation.BrightPixels(), criterion: criterion,
      budget: Budget(norm: .linf, size: 0.1, bounds: 0...1),
      perturbation: Tensor(shape: Self.shape, scalars: [Float](repeating: change, count: 16)), seed: 3,
      storages: storages)
  }

  @Test func whatIsMeasuredIsWhatTheNetworkDrawsOfTheChangedImage() throws {
    let judged = try judge().judged(sample(target: Self.all), id: "a")
    let image = judged.image
    #expect(image.succeeded && !image.reachedBefore && image.audit.passed)
    #expect(image.toTarget.before.meanIoU == 0.5 && image.toTarget.after.meanIoU == 1)
    #expect(image.toTarget.before.pixelAccuracy == 0.5 && image.toTarget.after.pixelAccuracy == 1)
    #expect(image.toTruth?.before.meanDice == 1)
    #expect(abs((image.toTruth?.after.meanDice ?? 0) - 2.0 / 3) < 1e-12)
    #expect(image.randomToTarget.pixelAccuracy < 1)
    #expect(judged.before == Self.truth && judged.after == Self.all)
  }

  @Test func theRegionIsKept() throws {
    let region = Region(shape: Self.shape, allowed: (0..<16).map { $0 >= 4 }, name: "test")
    let judged = try judge().judged(sample(target: Self.all, region: region), id: "a")
    #expect(!judged.image.succeeded && judged.image.audit.passed && judged.image.size.l0 == 12)
    #expect(judged.image.toTarget.after.meanIoU == 0.75)
  }

  @Test func aMaskToBeLostIsLostByHalf() throws {
    let judge = judge(MaskCriterion(.meanIoU, threshold: 0.5, goalMask: .truth))
    let image = try judge.judged(sample(target: Self.truth), id: "a").image
    #expect(image.succeeded && image.toTarget.after.meanIoU == 0.5)
  }

  @Test func whatIsOverTheBudgetIsNoSuccess() throws {
    let image = try judge(change: 0.2).judged(sample(target: Self.all), id: "a").image
    #expect(!image.succeeded && !image.audit.withinBudget && image.toTarget.after.meanIoU == 1)
  }

  /// Saved as it is, so dark that the dim half falls below one half again, and as nothing at all.
  @Test func everyFormOfSavingIsJudgedByItself() throws {
    let storages = [
      StorageRounding(name: "same") { $0 }, StorageRounding(name: "dark") { $0.map { 0.8 * $0 } },
      StorageRounding(name: "lost") { $0.map { _ in .nan } },
    ]
    let judge = judge(storages: storages)
    let image = try judge.judged(sample(target: Self.all), id: "a").image
    #expect(image.afterStorage.map(\.name) == ["same", "dark", "lost"])
    #expect(image.afterStorage.map(\.succeeded) == [true, false, false])
    #expect(image.afterStorage.map { $0.scores?.meanIoU } == [1, 0.5, nil])
    let reached = try judge.judged(sample(target: Self.truth), id: "b").image
    let rows = UniversalMaskPart([reached, image]).storage
    #expect(rows.map(\.name) == ["same", "dark", "lost"] && rows.map(\.successRate.count) == [1, 0, 0])
    #expect(rows.map(\.successRate.total) == [1, 1, 1] && rows[1].iou.median == 0.5)
    #expect(UniversalMaskPart([reached]).storage.isEmpty)
  }

  @Test func imagesWhoseGoalWasReachedBeforeAreInNoShare() throws {
    let (reached, attacked) = (
      try judge().judged(sample(target: Self.truth), id: "a").image,
      try judge().judged(sample(target: Self.all), id: "b").image
    )
    #expect(reached.reachedBefore)
    let part = UniversalMaskPart([reached, attacked])
    #expect(part.successes.count == 1 && part.successes.total == 1)
    #expect(part.iouToTargetBefore.median == 0.75 && part.diceToTruthBefore.count == 2)
  }
}
