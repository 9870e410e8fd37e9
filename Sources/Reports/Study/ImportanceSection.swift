import Evaluation

/// Grad-CAM per frame against perturbation per frame.
struct ImportanceSection {
  let result: StudyResult
  let exhibits: Exhibits

  func markup() throws -> Markup? {
    guard !result.importance.isEmpty else { return nil }
    return .fragment([
      .tag(
        "p",
        "For each recording, Grad-CAM of the clean input gives an importance per frame, and the attack an L2 norm per frame. "
          + "Frames that the attack could not change are left out of every number below. A correlation of 1 would mean that "
          + "the attack changes most what the victim looks at most, 0 that there is no relation."),
      table, try curves(),
    ])
  }

  private var table: Markup {
    exhibits.table(
      "Perturbation and importance per frame. Correlation is Spearman’s within each recording (median with quartiles over "
        + "the recordings); energy is the share of the perturbation’s squared L2 norm in the most important frames, and in as many "
        + "frames drawn at random; importance in padding is its mean share before and after the attack",
      [
        .text("Victim"), .text("Attack"), .number("n"), .number("Rank correlation"), .number("Positive"),
        .number("Top frames"), .number("Energy in them"), .number("At random"), .number("Importance in padding"),
      ],
      groups: grouped(result.importance, by: \.region).map { region, rows in
        (.text("May change: \(StudyWords.frames(region))"), rows.map(row))
      })
  }

  private func row(_ row: ImportanceRow) -> [Markup] {
    let percent: (Double) -> String = { Numeral.percent($0, places: 0) }
    let hasPadding = row.paddingImportanceBefore.isFinite || row.paddingImportanceAfter.isFinite
    return [
      .name(row.victim), .name(row.attack), .text(Numeral.count(row.recordings)),
      StudyCells.quartiles(row.rankCorrelation, StudyCells.hundredths), StudyCells.share(row.positive),
      .text(percent(row.topShare)), StudyCells.quartiles(row.energyInTopFrames, percent),
      StudyCells.quartiles(row.energyInRandomFrames, percent),
      .text(
        hasPadding
          ? "\(percent(row.paddingImportanceBefore)) \u{2192} \(percent(row.paddingImportanceAfter))" : Numeral.missing),
    ]
  }

  // MARK: Curves

  private struct Kind: Hashable {
    let region: String
    let attack: String
    let frames: Int
  }

  /// One figure for each region and attack, one panel a victim.
  private func curves() throws -> Markup {
    let known = result.importance.filter {
      !$0.meanPerturbation.isEmpty && $0.meanPerturbation.contains(where: \.isFinite)
    }
    let kinds = grouped(known) {
      Kind(region: $0.region, attack: $0.attack, frames: $0.meanPerturbation.count)
    }
    return .fragment(try kinds.enumerated().map { try figure($1.key, $1.elements, number: $0 + 1) })
  }

  private func figure(_ kind: Kind, _ rows: [ImportanceRow], number: Int) throws -> Markup {
    let panels = rows.map { row in
      CurveChart.Panel(
        "\(row.victim) (n = \(Numeral.count(row.recordings)))",
        [
          .init("perturbation", row.meanPerturbation), .init("importance", padded(row.meanImportance, to: kind.frames)),
        ])
    }
    let chart = CurveChart(
      id: "importance-\(number)", title: "Perturbation and importance per frame, \(kind.attack), \(kind.region)",
      summary: summary(rows), axisTitle: "frame", positions: (0..<kind.frames).map(Double.init),
      panels: panels + kinds(rows, kind.frames))
    return try exhibits.chart(
      "Where the perturbation of \(kind.attack) goes (may change: \(StudyWords.frames(kind.region))) and where the victim looks: "
        + "mean over the recordings of L2 per frame and of Grad-CAM per frame of the clean input, each recording scaled to "
        + "sum 1; n recordings as written. The last panel says what the frames are.",
      chart.drawing)
  }

  /// What share of the recordings has action, and padding, in each frame.
  private func kinds(_ rows: [ImportanceRow], _ frames: Int) -> [CurveChart.Panel] {
    guard let row = rows.first(where: { $0.actionShare.count == frames && $0.paddingShare.count == frames }) else {
      return []
    }
    return [
      CurveChart.Panel(
        "Share of recordings in which the frame is …",
        [.init("action", row.actionShare), .init("padding", row.paddingShare)],
        range: 0...1)
    ]
  }

  private func padded(_ values: [Double], to count: Int) -> [Double] {
    Array(values.prefix(count)) + [Double](repeating: .nan, count: max(0, count - values.count))
  }

  private func summary(_ rows: [ImportanceRow]) -> String {
    rows.map { "\($0.victim): median rank correlation \(StudyCells.hundredths($0.rankCorrelation.median))" }
      .joined(separator: "; ")
  }
}
