import Evaluation

/// A classifier's results class by class, and its confusion before and after the attack.
struct ClassSection {
  let context: ReportContext
  let attack: AttackSummary
  let summary: ClassificationSummary
  let prefix: String

  func markup() throws -> Markup {
    .fragment([
      .tag("h3", "Class by class"), table, try chart(),
      .tag("h3", "Confusion before and after"),
      .tag(
        "p", ["class": "note"],
        ConfusionTable.explanation + " Samples that were not attacked keep their first answer."),
      .tag("div", ["class": "pair"]) {
        ConfusionTable("Before the attack", summary.confusionBefore, className: context.className).markup
        ConfusionTable("After the attack", summary.confusionAfter, className: context.className).markup
      },
    ])
  }

  private var table: Markup {
    DataTable(
      "Shares with 95 % Wilson intervals; norms are medians over the successes of the class",
      columns: [
        .text("True class"), .number("Right, untouched"), .number("Attack success"), .number("Right under attack"),
        .number("L2"), .number("L∞"),
      ],
      rows: summary.perClass.map { row in
        [
          .name(row.name), cell(row.cleanAccuracy), cell(row.successRate), cell(row.robustAccuracy),
          .text(Numeral.significant(row.l2.median)), .text(Numeral.significant(row.linf.median)),
        ]
      }
    ).markup
  }

  private func cell(_ share: Proportion) -> Markup {
    guard share.total > 0 else { return .text(Numeral.missing) }
    return .fragment([
      .text("\(Numeral.percent(share.rate))  (\(Numeral.count(share.count))/\(Numeral.count(share.total)))"),
      .tag("span", ["class": "sub"], Words.interval(share)),
    ])
  }

  private func chart() throws -> Markup {
    let rows =
      [IntervalChart.Row("all classes", attack.successRate, style: 2)]
      + summary.perClass.map { IntervalChart.Row($0.name, $0.successRate) }
    guard attack.successRate.total > 0 else { return .nothing }
    let chart = IntervalChart(
      id: "\(prefix)-success", title: "Attack success by true class, \(attack.name)",
      summary: rows.map { "\($0.label): \(Words.share($0.share))" }.joined(separator: "; "), rows: rows)
    return try context.figures.chart(
      caption: "Attack success by true class; bars are 95 % intervals.", chart.drawing)
  }
}
