import Evaluation

/// The four threat models against every attack.
struct ThreatSection {
  let result: StudyResult
  let exhibits: Exhibits

  func markup() throws -> Markup? {
    guard !result.threats.isEmpty else { return nil }
    return .fragment([
      .tag(
        "p",
        "Examples are crafted on a surrogate and shown to the victim. Counted are recordings that both classify rightly, "
          + "pooled over all pairs of surrogate and victim of one threat model. The intervals treat pairs as independent, "
          + "which they are not: the true uncertainty is larger."),
      table, try chart(), TransferMatrices(result: result).markup,
    ])
  }

  private var table: Markup {
    let rows = result.threats
    return exhibits.table(
      "Success of every attack under every threat model, with 95 % intervals; L2 and L∞ are medians with quartiles over "
        + "the successes (n is the numerator of the success), in input units. A targeted attack misleads when the answer "
        + "is wrong in any way",
      [
        .text("Attack"), .text("Goal"), .number("Pairs"), .number("Success"), .number("Misled"), .number("L2"),
        .number("L∞"),
      ],
      groups: ThreatModel.allCases.map { threat in
        (.text(StudyWords.threat(threat)), rows.filter { $0.threat == threat }.map(row))
      })
  }

  private func row(_ row: ThreatRow) -> [Markup] {
    [
      .name(row.attack), .text(row.goal.rawValue), .text(Numeral.count(row.pairs)),
      StudyCells.share(row.measure.success), row.goal == .targeted ? StudyCells.share(row.misled) : "–",
      StudyCells.quartiles(row.measure.l2), StudyCells.quartiles(row.measure.linf),
    ]
  }

  private func chart() throws -> Markup {
    let rows = result.threats.filter { $0.goal == .untargeted && $0.measure.success.total > 0 }
    guard !rows.isEmpty else { return .nothing }
    let lines = grouped(rows, by: \.attack).flatMap { attack, rows in
      ThreatModel.allCases.enumerated().flatMap { style, threat in
        rows.filter { $0.threat == threat }.map {
          IntervalChart.Row("\(attack), \(StudyWords.shortThreat(threat))", $0.measure.success, style: style + 1)
        }
      }
    }
    let chart = IntervalChart(
      id: "threats-success", title: "Success of untargeted attacks by threat model",
      summary: lines.map { "\($0.label): \(Words.share($0.share))" }.joined(separator: "; "), rows: lines)
    return try exhibits.chart(
      "Success of untargeted attacks by what the attacker knows; bars are 95 % intervals, n stands beside each.",
      chart.drawing)
  }
}
