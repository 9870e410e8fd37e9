import Evaluation

/// The kept weights on samples that training never saw, beside simple methods on the same split.
struct TrainingTestSection {
  let training: TrainingDescription
  let figures: FigureFolder

  func markup() throws -> Markup {
    if let test = training.result?.classification { return try classification(test) }
    if let test = training.result?.segmentation { return segmentation(test) }
    return .tag(
      "p",
      training.data.test.count > 0
        ? "The test part has not been looked at: that happens once, when training has ended."
        : "No test part was named.")
  }

  private func className(_ index: Int?) -> String {
    guard let index else { return Numeral.missing }
    let names = training.network.classNames
    return names.indices.contains(index) ? names[index] : "class \(index)"
  }

  // MARK: Classifiers

  private func classification(_ test: ClassificationTest) throws -> Markup {
    let entries =
      [TrainingComparison.Entry(name: training.network.identifier, words: "", accuracy: test.accuracy)]
      + TrainingComparison(training: training).others
    let methods = entries.enumerated().map { IntervalChart.Row($1.name, $1.accuracy, style: $0 == 0 ? 2 : 1) }
    let classes = test.perClass.enumerated().map { IntervalChart.Row(className($0), $1) }
    return .fragment([
      try chart("test-methods", "Test accuracy of the network and of simple methods", methods),
      note(entries),
      .tag("h3", "Class by class"),
      try chart("test-classes", "Share of each true class named rightly", classes),
      .tag("h3", "Confusion"),
      .tag("p", ["class": "note"], ConfusionTable.explanation),
      ConfusionTable(
        "\(training.network.identifier), test part (\(Numeral.count(test.accuracy.total)) samples)", test.confusion,
        className: className
      ).markup,
      .fragment((training.result?.baselines ?? []).map(baseline)),
    ])
  }

  private func chart(_ id: String, _ title: String, _ rows: [IntervalChart.Row]) throws -> Markup {
    guard rows.contains(where: { $0.share.total > 0 }) else { return .nothing }
    let chart = IntervalChart(
      id: id, title: title, summary: rows.map { "\($0.label): \(Words.share($0.share))" }.joined(separator: "; "),
      rows: rows)
    let n = rows.map(\.share.total).max() ?? 0
    return try figures.chart(
      caption: .text("\(title); bars are 95 % intervals; n as written, at most \(Numeral.count(n)) samples a row."),
      chart.drawing)
  }

  private func note(_ entries: [TrainingComparison.Entry]) -> Markup {
    .fragment(entries.filter { !$0.words.isEmpty }.map { .tag("p", ["class": "note"], "\($0.name): \($0.words)") })
  }

  private func baseline(_ baseline: BaselineResult) -> Markup {
    .tag("details") {
      Markup.tag("summary", "Confusion of \(baseline.name)")
      ConfusionTable("\(baseline.name), same split", baseline.test.confusion, className: className).markup
    }
  }

  // MARK: Segmentation

  private func segmentation(_ test: SegmentationTest) -> Markup {
    let rows: [(String, Quartiles)] = [
      ("Dice of the foreground classes", test.dice), ("IoU of the foreground classes", test.iou),
      ("Right pixels", test.pixelAccuracy),
    ]
    return .fragment([
      DataTable(
        "Over the \(Numeral.count(test.dice.count, "image")) of the test part, every image counted alike",
        columns: [
          .text("Measure"), .number("Median"), .number("Lower quartile"), .number("Upper quartile"),
          .number("Smallest"), .number("Largest"), .number("Mean"),
        ],
        rows: rows.map { name, values in
          [.text(name)]
            + [values.median, values.lower, values.upper, values.minimum, values.maximum, values.mean]
            .map { .text(Numeral.fixed($0, places: 3)) }
        }
      ).markup,
      .tag("h3", "Confusion of pixels"), .tag("p", ["class": "note"], ConfusionTable.explanation),
      ConfusionTable("Pixels of all test images together", test.confusion, className: className).markup,
    ])
  }
}
