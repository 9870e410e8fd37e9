import Evaluation

/// A training report's tables as CSV files, in full precision.
struct TrainingTables {
  let training: TrainingDescription
  let epochs: [TrainingEpoch]

  var files: [(name: String, text: String)] {
    var files = [("epochs.csv", course)]
    if let test = training.result?.classification {
      files.append(("test.csv", methods(test)))
      files.append(("confusion.csv", confusion(test.confusion)))
    }
    if let test = training.result?.segmentation {
      files.append(("test.csv", overlaps(test)))
      files.append(("confusion.csv", confusion(test.confusion)))
    }
    return files
  }

  private var course: String {
    CSVTable.header([
      "epoch", "step", "learning_rate", "training_loss", "training_score", "validation_loss", "validation_score",
      "gradient_norm", "is_best", "seconds", "samples_per_second",
    ])
      + epochs.map { epoch in
        CSVTable.line([
          .integer(epoch.epoch), .integer(epoch.step), .number(epoch.learningRate), .number(epoch.trainingLoss),
          .number(epoch.trainingScore), .number(epoch.validationLoss), .number(epoch.validationScore),
          .number(epoch.gradientNorm), .flag(epoch.isBest), .number(epoch.seconds), .number(epoch.samplesPerSecond),
        ])
      }.joined()
  }

  private func methods(_ test: ClassificationTest) -> String {
    let network = [(training.network.identifier, test.accuracy)]
    let others = TrainingComparison(training: training).others.map { ($0.name, $0.accuracy) }
    return CSVTable.header(["method", "right", "total", "accuracy", "lower95", "upper95"])
      + (network + others).map { name, share in
        CSVTable.line([
          .text(name), .integer(share.count), .integer(share.total), .number(share.rate), .number(share.lower),
          .number(share.upper),
        ])
      }.joined()
  }

  private func overlaps(_ test: SegmentationTest) -> String {
    CSVTable.header(["measure", "count", "minimum", "lower_quartile", "median", "upper_quartile", "maximum", "mean"])
      + [("dice", test.dice), ("iou", test.iou), ("pixel_accuracy", test.pixelAccuracy)].map { name, values in
        CSVTable.line([
          .text(name), .integer(values.count), .number(values.minimum), .number(values.lower), .number(values.median),
          .number(values.upper), .number(values.maximum), .number(values.mean),
        ])
      }.joined()
  }

  private func confusion(_ counts: [[Int]]) -> String {
    let names = training.network.classNames
    func name(_ index: Int) -> String { names.indices.contains(index) ? names[index] : "class \(index)" }
    return CSVTable.header(["true"] + (0..<(counts.map(\.count).max() ?? 0)).map(name))
      + counts.enumerated().map { CSVTable.line([.text(name($0))] + $1.map { .integer($0) }) }.joined()
  }
}
