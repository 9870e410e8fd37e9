import Attacks
import Testing

@Suite struct MaskScoresTests {
  private func goal(_ target: [Int], classes: Int = 2, ignoring: Int? = nil, background: Int? = 0) -> MaskGoal {
    MaskGoal(
      target: target, height: 1, width: target.count, classCount: classes, ignoredLabel: ignoring,
      background: background)
  }

  @Test func binaryMasksHaveTheTextbookScores() {
    let scores = MaskScores(prediction: [1, 1, 0, 0], goal: goal([1, 0, 1, 0]))
    #expect(scores.meanIoU == 1.0 / 3 && scores.pixelAccuracy == 0.5 && scores.wrongPixels == 2)
    #expect(scores.foregroundProductIoU == scores.meanIoU)
    #expect(scores.classIoU == [1.0 / 3, 1.0 / 3])
  }

  @Test func twoEmptyMasksAgreeAndOneEmptyMaskDoesNot() {
    let both = MaskScores(prediction: [0, 0], goal: goal([0, 0]))
    #expect(both.meanIoU == 1 && both.foregroundProductIoU == 1 && both.classIoU == [1, nil])
    #expect(MaskScores(prediction: [0, 1], goal: goal([0, 0])).meanIoU == 0)
    #expect(MaskScores(prediction: [0, 0], goal: goal([0, 1])).meanIoU == 0)
  }

  @Test func severalClassesAreAveragedOverThoseThatOccur() {
    let wanted = goal([0, 1, 2, 2, 0, 255], classes: 4, ignoring: 255)
    let scores = MaskScores(prediction: [0, 1, 1, 2, 0, 3], goal: wanted)
    #expect(scores.classIoU == [1, 0.5, 0.5, nil])
    #expect(scores.meanIoU == 0.5 && scores.pixelAccuracy == 0.8)
    let all = MaskScores(
      prediction: [0, 1, 1, 2, 0, 3], goal: goal([0, 1, 2, 2, 0, 255], classes: 4, ignoring: 255, background: nil))
    #expect(all.meanIoU == 2.0 / 3)
  }

  /// Σ pred·target / Σ min(pred + target, 1): with classes above 1 it is no IoU.
  @Test func theReferenceQuotientIsKeptWithItsFault() {
    let scores = MaskScores(prediction: [2, 2, 0], goal: goal([2, 1, 0], classes: 3))
    #expect(scores.foregroundProductIoU == 3)
    #expect(scores.meanIoU == 0.25)
  }

  @Test func predictionsThatAreNoClassAreWrong() {
    let scores = MaskScores(prediction: [-1, 1], goal: goal([0, 1]))
    #expect(scores.wrongPixels == 1 && scores.meanIoU == 1 && scores.pixelAccuracy == 0.5)
  }
}
