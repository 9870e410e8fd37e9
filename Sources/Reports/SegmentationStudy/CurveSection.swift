import Evaluation

/// How fast the wanted mask appears as the image may change more.
struct CurveSection {
  let result: SegmentationStudyResult
  let exhibits: Exhibits

  func markup() throws -> Markup? {
    let subjects = grouped(result.curves) { MaskSubject(victim: $0.victim, data: $0.data) }
    guard !subjects.isEmpty else { return nil }
    return .fragment(
      try [
        .tag(
          "p",
          "For every pair the best IoU that an attack met on its way with no more than so much change; the line is the median "
            + "over the pairs. A line begins where every attack has begun to change the image.")
      ]
        + subjects.enumerated().map { try chart($1.key, $1.elements, number: $0 + 1) })
  }

  private func chart(_ subject: MaskSubject, _ curves: [AgreementCurve], number: Int) throws -> Markup {
    let title = "IoU with the wanted mask against L2, \(subject.victim) on \(subject.data)"
    let chart = CurveChart(
      id: "agreement-\(number)", title: title,
      summary: curves.map { "\($0.attack): up to \(Numeral.fixed($0.iou.last, places: 2))" }.joined(separator: "; "),
      axisTitle: "L2 of the change, input units", positions: curves.first?.l2 ?? [],
      panels: [
        .init("IoU with the wanted mask, median", curves.map { CurveChart.Series($0.attack, $0.iou) }, range: 0...1)
      ])
    return try exhibits.chart("\(title).", chart.drawing)
  }
}
