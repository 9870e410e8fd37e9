import Evaluation

/// The attacks of one run side by side.
struct ComparisonSection {
  let context: ReportContext

  func markup() throws -> Markup {
    let attacks = context.summary.attacks
    let rows = attacks.map { IntervalChart.Row($0.name, $0.successRate) }
    let chart = IntervalChart(
      id: "\(context.prefix)attacks-success", title: "Success of each attack",
      summary: rows.map { "\($0.label): \(Words.share($0.share))" }.joined(separator: "; "), rows: rows)
    return .fragment([
      try context.figures.chart(caption: "Success of each attack; bars are 95 % intervals.", chart.drawing), table,
    ])
  }

  private var table: Markup {
    let attacks = context.summary.attacks
    let isSegmentation = attacks.contains { $0.segmentation != nil }
    let goal = (attacks.lazy.compactMap(\.segmentation).first?.goalMask ?? .target).words
    return DataTable(
      "Medians over the attacked samples; norms over the successes",
      columns: [
        .text("Attack"), .number("Success"), .number("After rounding"),
        .number(isSegmentation ? "IoU with \(goal)" : "Right under attack"), .number("L2"), .number("L∞"),
        .number("Iterations"), .number("Forward"), .number("Backward"),
      ], rows: attacks.map(row)
    ).markup
  }

  private func row(_ attack: AttackSummary) -> [Markup] {
    [
      .name(attack.name), cell(attack.successRate), attack.successRateAfterRounding.map(cell) ?? .text(Numeral.missing),
      attack.segmentation.map { .text(Numeral.fixed($0.toTarget.after.iou.median, places: 3)) }
        ?? attack.classification.map { cell($0.robustAccuracy) } ?? .text(Numeral.missing),
      .text(Numeral.significant(attack.successSizes.l2.median)),
      .text(Numeral.significant(attack.successSizes.linf.median)),
      .text(Numeral.compact(attack.cost.iterations.median)),
      .text(Numeral.compact(attack.cost.forwards.median)),
      .text(Numeral.compact(attack.cost.backwards.median)),
    ]
  }

  private func cell(_ share: Proportion) -> Markup {
    guard share.total > 0 else { return .text(Numeral.missing) }
    return .fragment([
      .text("\(Numeral.percent(share.rate)) (\(share.count)/\(share.total))"),
      .tag("span", ["class": "sub"], Words.interval(share)),
    ])
  }
}
