import Evaluation
import Tensors
import Testing

@Suite struct MaskAgreementTests {
  @Test func threeClassesByHand() {
    // Class 1: 2 in both, 3 predicted, 3 in the reference. Class 2: 1 in both, 1 predicted, 2 in the reference.
    let scores = MaskAgreement.scores(
      predicted: [0, 1, 1, 1, 2, 0, 0, 0], reference: [0, 1, 1, 0, 2, 2, 1, 0], classCount: 3)
    #expect(scores.iou == [0.4, 0.5, 0.5])
    let dice: [Double] = [4.0 / 7, 2.0 / 3, 2.0 / 3]
    #expect(scores.dice == dice)
    #expect(scores.meanIoU == 0.5)
    #expect(scores.pixelAccuracy == 5.0 / 8)
    #expect(scores.emptyClasses.isEmpty)
  }

  @Test func aClassInNeitherMapCountsAsOneAndIsListed() {
    let scores = MaskAgreement.scores(predicted: [0, 0], reference: [0, 0], classCount: 2)
    #expect(scores.iou == [1, 1] && scores.meanDice == 1 && scores.emptyClasses == [1])
  }

  @Test func aClassInOneMapOnlyCountsAsZero() {
    let scores = MaskAgreement.scores(predicted: [0, 1], reference: [0, 0], classCount: 2)
    #expect(scores.meanIoU == 0 && scores.meanDice == 0 && scores.emptyClasses.isEmpty)
  }

  @Test func aClassInNeitherMapDoesNotRaiseTheMean() {
    let scores = MaskAgreement.scores(predicted: [1, 1, 0], reference: [1, 0, 0], classCount: 3)
    #expect(scores.iou == [0.5, 0.5, 1] && scores.meanIoU == 0.5 && scores.emptyClasses == [2])
    let all = MaskAgreement.scores(predicted: [0, 0], reference: [0, 0], classCount: 2, background: nil)
    #expect(all.meanIoU == 1 && all.emptyClasses == [1])
  }

  @Test func ignoredPixelsDoNotCount() {
    let scores = MaskAgreement.scores(predicted: [0, 1, 1], reference: [0, 1, 255], classCount: 2, ignored: 255)
    #expect(scores.meanIoU == 1 && scores.pixelAccuracy == 1)
  }

  @Test func classMapsTakeTheFirstOfEqualLogitsAndRefuseNaN() {
    let logits = Tensor(shape: [3, 1, 3], scalars: [1, 0, 2, 1, 5, 2, 0, 6, 3])
    #expect(ClassMap(logits: logits)?.classes == [0, 2, 2])
    #expect(ClassMap(logits: Tensor(shape: [1, 1, 1], scalars: [.nan])) == nil)
  }

  @Test func roundingGoesToTheNearestLevelOfTheBounds() {
    let rounding = StorageRounding.eightBits(over: -1...1)
    let rounded = rounding(Tensor(shape: [3], scalars: [-1, 0.001, 1]))
    #expect(rounded.scalars == [-1, Float(-1 + 128.0 / 255 * 2), 1])
  }
}
