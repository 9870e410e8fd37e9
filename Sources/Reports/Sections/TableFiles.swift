import Evaluation

/// The report's tables as CSV files, in full precision.
struct TableFiles {
  let summary: RunSummary
  let className: (Int) -> String

  /// File names with contents.
  var files: [(name: String, text: String)] {
    [("attacks.csv", attacks), ("norms.csv", norms)]
      + summary.attacks.enumerated().flatMap { index, attack -> [(name: String, text: String)] in
        let prefix = "attack-\(index + 1)"
        var files: [(name: String, text: String)] = []
        if let results = attack.classification {
          files.append(("\(prefix)-classes.csv", classes(results)))
          files.append(("\(prefix)-confusion-before.csv", confusion(results.confusionBefore)))
          files.append(("\(prefix)-confusion-after.csv", confusion(results.confusionAfter)))
        }
        if let results = attack.segmentation { files.append(("\(prefix)-classes.csv", classes(results))) }
        return files
      }
  }

  private var attacks: String {
    CSVTable.header([
      "attack", "samples", "recorded", "wrong_before", "attacked", "succeeded", "failed", "errors", "audit_failures",
      "success_rate", "success_lower95", "success_upper95", "success_rate_after_rounding", "median_iterations",
      "median_forwards", "median_backwards",
    ])
      + summary.attacks.map { attack in
        let counts = attack.counts
        return CSVTable.line([
          .text(attack.name), .integer(counts.samples), .integer(counts.recorded),
          .integer(counts.alreadyMisclassified),
          .integer(counts.attacked), .integer(counts.succeeded), .integer(counts.failed), .integer(counts.errors),
          .integer(attack.auditFailures), .number(attack.successRate.rate), .number(attack.successRate.lower),
          .number(attack.successRate.upper), .number(attack.successRateAfterRounding?.rate),
          .number(attack.cost.iterations.median), .number(attack.cost.forwards.median),
          .number(attack.cost.backwards.median),
        ])
      }.joined()
  }

  private var norms: String {
    let measures: [(String, KeyPath<SizeQuartiles, Quartiles>)] = [
      ("l0", \.l0), ("l1", \.l1), ("l2", \.l2), ("linf", \.linf), ("psnr_db", \.psnr), ("ssim", \.ssim),
    ]
    var text = CSVTable.header([
      "attack", "over", "measure", "count", "minimum", "lower_quartile", "median", "upper_quartile", "maximum", "mean",
    ])
    for attack in summary.attacks {
      for (over, sizes) in [("successes", attack.successSizes), ("attacked", attack.attackedSizes)] {
        for (name, measure) in measures {
          let quartiles = sizes[keyPath: measure]
          text += CSVTable.line([
            .text(attack.name), .text(over), .text(name), .integer(quartiles.count), .number(quartiles.minimum),
            .number(quartiles.lower), .number(quartiles.median), .number(quartiles.upper), .number(quartiles.maximum),
            .number(quartiles.mean),
          ])
        }
      }
    }
    return text
  }

  private func classes(_ results: ClassificationSummary) -> String {
    CSVTable.header([
      "class", "name", "clean_right", "clean_total", "attacked_succeeded", "attacked_total", "robust_right",
      "robust_total", "success_rate", "success_lower95", "success_upper95", "median_l2", "median_linf",
    ])
      + results.perClass.map { row in
        CSVTable.line([
          .integer(row.class), .text(row.name), .integer(row.cleanAccuracy.count), .integer(row.cleanAccuracy.total),
          .integer(row.successRate.count), .integer(row.successRate.total), .integer(row.robustAccuracy.count),
          .integer(row.robustAccuracy.total), .number(row.successRate.rate), .number(row.successRate.lower),
          .number(row.successRate.upper), .number(row.l2.median), .number(row.linf.median),
        ])
      }.joined()
  }

  private func classes(_ results: SegmentationSummary) -> String {
    CSVTable.header([
      "class", "name", "images", "target_iou_before", "target_iou_after", "truth_dice_before", "truth_dice_after",
    ])
      + results.perClass.map { row in
        CSVTable.line([
          .integer(row.class), .text(row.name), .integer(row.targetIoUAfter.count), .number(row.targetIoUBefore.median),
          .number(row.targetIoUAfter.median), .number(row.truthDiceBefore.median), .number(row.truthDiceAfter.median),
        ])
      }.joined()
  }

  private func confusion(_ counts: [[Int]]) -> String {
    let columns = counts.map(\.count).max() ?? 0
    return CSVTable.header(["true"] + (0..<columns).map(className))
      + counts.enumerated().map { index, row in
        CSVTable.line([.text(className(index))] + row.map { .integer($0) })
      }.joined()
  }
}
