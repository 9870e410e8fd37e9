import Segmentation
import Testing

@Suite struct MaskMetricsTests {
  @Test func handNumbersForThreeClasses() {
    let truth = drawn(["0011", "2222", "v..."], classCount: 3)
    let prediction = drawn(["0111", "2200", "1..2"], classCount: 3)
    let metrics = MaskMetrics(prediction: prediction, truth: truth)
    #expect(metrics.ignoredPixels == 1)
    #expect(metrics.countedPixels == 11)
    #expect(metrics.confusion.counts == [3, 1, 1, 0, 2, 0, 2, 0, 2])
    #expect(metrics.pixelAccuracy == 7.0 / 11)
    // Background: 3 shared of 5 true and 5 predicted. Class 1: 2 of 2 and 3. Class 2: 2 of 4 and 3.
    let iou: [Double] = [3.0 / 7, 2.0 / 3, 2.0 / 5]
    let dice: [Double] = [6.0 / 10, 4.0 / 5, 4.0 / 7]
    #expect(metrics.perClass.map(\.iou) == iou)
    #expect(metrics.perClass.map(\.dice) == dice)
    #expect(metrics.meanIoU() == (iou[1] + iou[2]) / 2)
    #expect(metrics.meanIoU(includingBackground: true) == (iou[0] + iou[1] + iou[2]) / 3)
    #expect(metrics.meanDice() == (dice[1] + dice[2]) / 2)
    #expect(metrics.emptyClasses().isEmpty)
  }

  @Test func twoEmptyMasksAgreeAndSaySo() {
    let empty = drawn(["...."])
    let metrics = MaskMetrics(prediction: empty, truth: empty)
    #expect(metrics.perClass[1].iou == 1)
    #expect(metrics.perClass[1].dice == 1)
    #expect(metrics.perClass[1].bothEmpty)
    #expect(metrics.meanIoU() == 1)
    #expect(metrics.emptyClasses() == [1])
  }

  @Test func oneEmptyMaskScoresNothing() {
    for (prediction, truth) in [(drawn(["1..."]), drawn(["...."])), (drawn(["...."]), drawn(["1..."]))] {
      let score = MaskMetrics(prediction: prediction, truth: truth).perClass[1]
      #expect(score.iou == 0)
      #expect(score.dice == 0)
      #expect(!score.bothEmpty)
    }
  }

  @Test func voidOnEitherSideDoesNotCount() {
    let metrics = MaskMetrics(prediction: drawn(["1v10"]), truth: drawn(["v110"]))
    #expect(metrics.ignoredPixels == 2)
    #expect(metrics.pixelAccuracy == 1)
    let nothing = MaskMetrics(prediction: drawn(["1"]), truth: drawn(["v"]))
    #expect(nothing.countedPixels == 0)
    #expect(nothing.pixelAccuracy == 1)
  }

  @Test func pooledCountsAddUp() {
    let first = ConfusionMatrix(prediction: drawn(["11.."]), truth: drawn(["1..."]))
    let second = ConfusionMatrix(prediction: drawn(["v..1"]), truth: drawn(["1..1"]))
    var sum = first
    sum += second
    #expect(sum.counted == 7)
    #expect(sum.ignored == 1)
    #expect(MaskMetrics(sum).perClass[1].iou == 2.0 / 3)
  }

  @Test func iouAndDiceAgreeAboutEachOther() {
    // Dice = 2 IoU / (1 + IoU), whatever the masks.
    for seed in 0..<20 as Range<UInt64> {
      let truth = randomMask(height: 9, width: 9, classCount: 3, density: 0.5, seed: seed)
      let prediction = randomMask(height: 9, width: 9, classCount: 3, density: 0.5, seed: seed + 100)
      for score in MaskMetrics(prediction: prediction, truth: truth).perClass {
        #expect(abs(score.dice - 2 * score.iou / (1 + score.iou)) < 1e-12)
      }
    }
  }
}
