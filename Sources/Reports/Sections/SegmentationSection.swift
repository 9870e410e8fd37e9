import Evaluation

/// What one attack did to a segmentation network over all images.
struct SegmentationSection {
  let context: ReportContext
  let summary: SegmentationSummary

  var markup: Markup { .fragment([overall, attackerShare, storage, perClass]) }

  private var overall: Markup {
    let goal = summary.goalMask ?? .target
    var rows = scores(goal.words, summary.toTarget)
    if goal != .truth, summary.toTruth.before.iou.count > 0 { rows += scores("the truth", summary.toTruth) }
    return .fragment([
      .tag("h3", "Agreement of the prediction"),
      DataTable(
        "Medians over the attacked images, with quartiles; means over classes leave the background out",
        columns: [.text("Measure"), .number("Before"), .number("After"), .number("After rounding"), .number("Images")],
        rows: rows
      ).markup, goal == .target ? emptiness : .nothing,
    ])
  }

  /// An IoU of 0 may mean that nothing was reached, or that nothing but the last pixels is missing.
  private var emptiness: Markup {
    guard summary.toTarget.before.iou.count > 0, summary.toTarget.before.iou.maximum == 0 else { return .nothing }
    return .tag(
      "p",
      "Before the attack no image agreed with its target at all. Where a target is empty, its IoU and Dice stay 0 until the "
        + "last pixel is gone: judge such an attack by the right pixels.")
  }

  private var attackerShare: Markup {
    guard let pixels = summary.pixelSuccess, pixels.count > 0 else { return .nothing }
    return .tag("p") {
      "Pixels that are as the attacker wants after the attack: median "
      Markup.tag("strong", Numeral.percent(pixels.median))
      "."
    }
  }

  private var storage: Markup {
    guard let rows = summary.afterStorage else { return .nothing }
    return DataTable(
      "What remains once the answer is saved and read again",
      columns: [.text("Saved as"), .number("Success"), .number("IoU with \((summary.goalMask ?? .target).words)")],
      rows: rows.map { [.text($0.name), .text(Words.share($0.successRate)), cell($0.iou)] }
    ).markup
  }

  private func scores(_ reference: String, _ scores: ComparisonQuartiles) -> [[Markup]] {
    let measures: [(String, KeyPath<ScoreQuartiles, Quartiles>)] = [
      ("Mean IoU", \.iou), ("Mean Dice", \.dice), ("Right pixels", \.pixelAccuracy),
    ]
    let rows: [[Markup]] = measures.map { name, measure in
      [
        .text("\(name), with \(reference)"), cell(scores.before[keyPath: measure]),
        cell(scores.after[keyPath: measure]), cell(scores.afterRounding[keyPath: measure]),
        .text(Numeral.count(scores.after[keyPath: measure].count)),
      ]
    }
    return rows + outlines(reference, scores)
  }

  /// Outlines, where they were measured.
  private func outlines(_ reference: String, _ scores: ComparisonQuartiles) -> [[Markup]] {
    let measures: [(String, KeyPath<ScoreQuartiles, Quartiles?>)] = [
      ("Hausdorff-95 in pixels", \.hausdorff95), ("Hausdorff-95 in millimetres", \.hausdorff95Millimetres),
      ("Boundary F1", \.boundaryF1),
    ]
    return measures.compactMap { name, measure in
      guard let before = scores.before[keyPath: measure], let after = scores.after[keyPath: measure] else { return nil }
      return [
        .text("\(name), to \(reference)"), cell(before), cell(after),
        scores.afterRounding[keyPath: measure].map(cell) ?? .text(Numeral.missing), .text(Numeral.count(after.count)),
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
    let goal = (summary.goalMask ?? .target).words
    return .fragment([
      .tag("h3", "Class by class"),
      DataTable(
        "Medians with quartiles; images in which the class is in neither map are left out",
        columns: [
          .text("Class"), .number("IoU with \(goal) before"), .number("IoU with \(goal) after"),
          .number("True Dice before"),
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
