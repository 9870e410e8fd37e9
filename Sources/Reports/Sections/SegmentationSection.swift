import Evaluation

/// What one attack did to a segmentation network over all images.
struct SegmentationSection {
  let context: ReportContext
  let summary: SegmentationSummary

  var markup: Markup { .fragment([overall, perClass]) }

  private var overall: Markup {
    var rows = scores("target", summary.toTarget)
    if summary.toTruth.before.iou.count > 0 { rows += scores("truth", summary.toTruth) }
    return .fragment([
      .tag("h3", "Agreement of the prediction"),
      DataTable(
        "Medians over the attacked images, with quartiles; means over classes leave the background out",
        columns: [.text("Measure"), .number("Before"), .number("After"), .number("After rounding"), .number("Images")],
        rows: rows
      ).markup,
    ])
  }

  private func scores(_ reference: String, _ scores: ComparisonQuartiles) -> [[Markup]] {
    let measures: [(String, KeyPath<ScoreQuartiles, Quartiles>)] = [
      ("Mean IoU", \.iou), ("Mean Dice", \.dice), ("Right pixels", \.pixelAccuracy),
    ]
    return measures.map { name, measure in
      [
        .text("\(name), with the \(reference)"), cell(scores.before[keyPath: measure]),
        cell(scores.after[keyPath: measure]), cell(scores.afterRounding[keyPath: measure]),
        .text(Numeral.count(scores.after[keyPath: measure].count)),
      ]
    }
  }

  private func cell(_ quartiles: Quartiles) -> Markup {
    guard quartiles.count > 0 else { return .text(Numeral.missing) }
    return .fragment([
      .text(Numeral.fixed(quartiles.median, places: 3)),
      .tag(
        "span", ["class": "sub"],
        "\(Numeral.fixed(quartiles.lower, places: 3))–\(Numeral.fixed(quartiles.upper, places: 3))"),
    ])
  }

  private var perClass: Markup {
    guard !summary.perClass.isEmpty else { return .nothing }
    return .fragment([
      .tag("h3", "Class by class"),
      DataTable(
        "Medians with quartiles; images in which the class is in neither map are left out",
        columns: [
          .text("Class"), .number("Target IoU before"), .number("Target IoU after"), .number("True Dice before"),
          .number("True Dice after"), .number("Images"),
        ],
        rows: summary.perClass.map { row in
          [
            .name(row.name), cell(row.targetIoUBefore), cell(row.targetIoUAfter), cell(row.truthDiceBefore),
            cell(row.truthDiceAfter), .text(Numeral.count(row.targetIoUAfter.count)),
          ]
        }
      ).markup,
    ])
  }
}
