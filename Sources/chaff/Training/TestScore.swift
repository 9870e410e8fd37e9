import Evaluation
import Networks
import Tensors
import Training

/// How good weights are on the test part.
struct TestScore {
  private(set) var classification: ClassificationTest?
  private(set) var segmentation: SegmentationTest?

  init(_ best: BestWeights, _ test: any ExampleSource, batch: Int) throws {
    let pass = try EvaluationPass(best.architecture.base, batch: min(batch, test.count))
    let weights = try best.ordered()
    let outputShape = best.architecture.base.outputShape
    var tally = Tally(classCount: max(outputShape[0], 2), isMask: outputShape.count == 3)
    for start in stride(from: 0, to: test.count, by: pass.batch) {
      let examples = try (start..<min(start + pass.batch, test.count)).map(test.example)
      for (example, logits) in zip(examples, try pass.logits(of: examples.map(\.input), weights: weights)) {
        tally.add(Prediction.classes(logits), example.target)
      }
    }
    (classification, segmentation) = tally.results
  }

  private struct Tally {
    let isMask: Bool
    var confusion: [[Int]]
    var scores: [MaskScores] = []

    init(classCount: Int, isMask: Bool) {
      self.isMask = isMask
      confusion = [[Int]](repeating: [Int](repeating: 0, count: classCount), count: classCount)
    }

    mutating func add(_ predicted: [Int32], _ target: TrainingTarget) {
      for (guess, truth) in zip(predicted, target.classes) where truth >= 0 {
        confusion[Int(truth)][Int(guess)] += 1
      }
      guard isMask else { return }
      scores.append(
        MaskAgreement.scores(
          predicted: predicted.map(Int.init), reference: target.classes.map(Int.init), classCount: confusion.count,
          ignored: Int(TrainingTarget.void)))
    }

    var results: (ClassificationTest?, SegmentationTest?) {
      guard isMask else { return (ClassificationTest(confusion: confusion), nil) }
      let test = SegmentationTest(
        dice: Quartiles(of: scores.map(\.meanDice)), iou: Quartiles(of: scores.map(\.meanIoU)),
        pixelAccuracy: Quartiles(of: scores.map(\.pixelAccuracy)), confusion: confusion)
      return (nil, test)
    }
  }
}
