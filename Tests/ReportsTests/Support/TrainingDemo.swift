import Evaluation
import Foundation
import Reports

/// A made-up training run of a radar classifier: seven classes, forty epochs, a test part of 140 recordings.
struct TrainingDemo {
  var epochCount = 40
  var bestEpoch = 31
  var hasValidation = true
  var names = ["background", "drumming", "shaking", "swipe-left", "swipe-right", "thumb-down", "thumb-up"]
  var identifier = "radar-conv3d"
  var adversarial = "none"
  /// Right of twenty, by class.
  var right = [20, 19, 19, 18, 17, 18, 18]

  var training: TrainingDescription {
    var training = TrainingDescription(
      task: .radar, created: "2026-11-21T20:05:52Z",
      commandLine: ["chaff", "train", "radar", "radar-conv3d", "--data", "datasets/radar default", "--epochs", "40"],
      processor: Processor(model: "Xeon Platinum, 2 cores", features: ["avx2", "avx512f"], threads: 2), seed: 7,
      network: TrainedNetworkFacts(
        identifier: identifier, configuration: [Setting("filters", "16, 32, 64"), Setting("dropout", "0.3")],
        inputShape: [2, 40, 32, 32], axes: ["channel", "time", "range", "doppler"], outputShape: [names.count],
        parameterCount: 88_743, classNames: names, transform: "scale:1/255", bounds: ValueRange(lower: 0, upper: 1)),
      data: data, scoreName: "accuracy", epochLimit: 40)
    training.settings = [
      Setting("optimiser", "AdamW"), Setting("learning rate", "0.003"), Setting("schedule", "one-cycle"),
      Setting("batch", "16", unit: "samples"), Setting("adversarial training", adversarial),
      Setting("adversarial region", "padding"), Setting("adversarial size", "8/255", unit: "input units"),
    ]
    training.versions = [Version("chaff", "0.2.0"), Version("oneDNN", "2.6.3")]
    training.caveats = ["Simulated recordings: accuracy on them says little about a real sensor."]
    training.state = .complete
    training.result = result
    return training
  }

  private var data: TrainingDataFacts {
    TrainingDataFacts(
      folder: "radar-default", format: "Soli", found: 560, sha256: String(repeating: "c0de", count: 16),
      split: "by subject", training: part("subjects 1-5", 50),
      validation: hasValidation ? part("subject 6", 10) : SplitPart(selection: "", count: 0, samples: []),
      test: part("subjects 7-8", 20))
  }

  private func part(_ selection: String, _ perClass: Int) -> SplitPart {
    SplitPart(
      selection: selection, count: perClass * names.count, perClass: names.map { _ in perClass },
      samples: (0..<perClass * names.count).map { "\(names[$0 % names.count])/s01_1_\($0).h5" })
  }

  private var result: TrainingResult {
    var result = TrainingResult(
      epochs: epochCount, steps: epochCount * 22, bestEpoch: bestEpoch, bestScore: 0.942, seconds: 412,
      reason: "all \(epochCount) epochs done")
    result.classification = ClassificationTest(confusion: confusion(right))
    result.baselines = [
      BaselineResult(
        name: "nearest neighbour", words: "The class of the nearest training recording (Euclidean).",
        test: ClassificationTest(confusion: confusion([14, 12, 11, 9, 10, 12, 11]))),
      BaselineResult(
        name: "linear classifier", words: "Logistic regression on all values.",
        test: ClassificationTest(confusion: confusion([16, 13, 12, 11, 12, 10, 12]))),
    ]
    result.modelSHA256 = String(repeating: "3f9a", count: 16)
    return result
  }

  /// What is not right is taken for the next class.
  private func confusion(_ right: [Int]) -> [[Int]] {
    right.indices.map { row in
      right.indices.map { $0 == row ? right[row] : $0 == (row + 1) % right.count ? 20 - right[row] : 0 }
    }
  }

  var epochs: [TrainingEpoch] {
    (0..<epochCount).map { index in
      let progress = Double(index) / 10
      let wiggle = 0.02 * sin(Double(index) * 2.3)
      return TrainingEpoch(
        epoch: index + 1, step: (index + 1) * 22,
        learningRate: 0.003 * sin(Double(index + 1) / Double(epochCount + 1) * .pi),
        trainingLoss: 0.15 + 1.8 * exp(-progress) + wiggle, trainingScore: 0.96 - 0.8 * exp(-progress) + wiggle,
        validationLoss: hasValidation ? 0.28 + 1.7 * exp(-progress) - wiggle : .nan,
        validationScore: hasValidation ? 0.93 - 0.78 * exp(-progress) - wiggle : .nan,
        gradientNorm: 2.4 * exp(-progress / 2),
        isBest: index + 1 == bestEpoch, seconds: 9.8 + wiggle, samplesPerSecond: 35.7 + wiggle)
    }
  }

  var report: TrainingReport { TrainingReport(training: training, epochs: epochs) }
}
