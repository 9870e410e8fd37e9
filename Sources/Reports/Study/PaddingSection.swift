import Evaluation

/// How much padding alone is worth to an attacker: curves over its share, one panel for each kind of padding and budget.
struct PaddingSection {
  let result: StudyResult
  let exhibits: Exhibits

  private struct Budget: Hashable {
    let norm: String
    let size: Double
  }

  func markup() throws -> Markup? {
    guard !result.padding.isEmpty else { return nil }
    return .fragment([
      .tag(
        "p",
        "Recordings are padded to the victims’ length in different ways, and only padding frames may be changed. Counted "
          + "are rightly classified recordings that have padding."),
      try exhibits.chart(caption, grid.drawing), vanished, everyPoint,
    ])
  }

  private var budgets: [(key: Budget, elements: [PaddingPoint])] {
    grouped(result.padding) { Budget(norm: $0.norm, size: $0.size) }
  }

  private var grid: PanelGrid {
    PanelGrid(
      id: "padding-curves", title: "Success of padding-only attacks against the share of padding", summary: summary,
      axisTitle: "share of frames that are padding", referenceLabel: "thin: accuracy before the attack",
      rows: budgets.map { budget, points in
        PanelGrid.Row(
          StudyCells.budget(budget.norm, budget.size),
          PaddingMode.allCases.compactMap { mode in panel(mode, points.filter { $0.mode == mode }) })
      })
  }

  private func panel(_ mode: PaddingMode, _ points: [PaddingPoint]) -> PanelGrid.Panel? {
    guard !points.isEmpty else { return nil }
    return PanelGrid.Panel(
      StudyWords.padding(mode),
      grouped(points, by: \.victim).map { victim, points in
        let sorted = points.sorted { $0.meanShare < $1.meanShare }
        return PanelGrid.Series(
          victim, sorted.map { .init(at: $0.meanShare, $0.measure.success) },
          reference: sorted.map { .init(at: $0.meanShare, $0.cleanAccuracy) })
      })
  }

  private var caption: String {
    let totals = result.padding.map(\.measure.success.total).filter { $0 > 0 }
    let count = totals.min().map { low in
      totals.max() == low ? "n = \(low)" : "n = \(low) to \(totals.max() ?? low)"
    }
    return
      "Success of untargeted attacks on padding frames alone against the share of frames that are padding (mean over "
      + "the recordings), one line a victim, one panel for each kind of padding and each budget. Vertical bars are 95 % "
      + "intervals (\(count ?? "nothing could be attacked") attacked recordings a point); thin lines are the accuracy on the "
      + "same padded recordings before the attack."
  }

  private var summary: String {
    guard let corner = StudyPaddingCorner(result.padding), let range = StudyRange(corner.points.map(\.measure.success))
    else { return "Nothing could be attacked." }
    return "At \(Numeral.percent(corner.share, places: 0)) padding and \(StudyCells.budget(corner.norm, corner.size)): "
      + range.words + "."
  }

  private var vanished: Markup {
    let count = result.padding.reduce(0) { $0 &+ max(0, $1.measure.vanishedGradients) }
    guard count > 0 else { return .nothing }
    return .tag(
      "p", ["class": "note"],
      "In \(Numeral.count(count, "case")) over all points the gradient was zero everywhere in the padding: the victim does not "
        + "look there, and a failure says nothing about its robustness elsewhere.")
  }

  private var everyPoint: Markup {
    .tag("details") {
      Markup.tag("summary", "Every point as a table")
      DataTable(
        "Points of the curves; right after the attack is of all recordings, those without padding included",
        columns: [
          .text("Victim"), .text("Padding"), .text("Budget"), .number("Share"), .number("Accuracy before"),
          .number("Success"), .number("Right after"), .number("L2"), .number("L∞"),
        ],
        rows: result.padding.map { point in
          [
            .name(point.victim), .text(StudyWords.padding(point.mode)),
            .text(StudyCells.budget(point.norm, point.size)), .text(Numeral.percent(point.meanShare)),
            StudyCells.share(point.cleanAccuracy), StudyCells.share(point.measure.success),
            StudyCells.share(point.robustAccuracy), StudyCells.quartiles(point.measure.l2),
            StudyCells.quartiles(point.measure.linf),
          ]
        }
      ).markup
    }
  }
}
