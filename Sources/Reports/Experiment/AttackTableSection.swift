import Evaluation

/// Every attack on every victim, with its price.
struct AttackTableSection {
  let result: ExperimentResult
  let exhibits: Exhibits

  var markup: Markup? {
    let rows = result.rows.filter { $0.attack.severity == nil }
    guard !rows.isEmpty else { return nil }
    return exhibits.table(
      "Success of every attack, with 95 % intervals; sizes are medians with quartiles over the successes, passes and seconds "
        + "medians over the attacked samples; optimality is 1 where no attack found anything shorter",
      [
        .text("Attack"), .number("Success"), .number("Robust accuracy"), .number("L2"), .number("L∞"),
        .number("Elements"),
        .number("Forward"), .number("Backward"), .number("Seconds"), .number("Optimality"),
      ],
      groups: grouped(rows, by: \.victim).map { victim, rows in (.name(victim), rows.map(row)) })
  }

  private func row(_ row: ExperimentRow) -> [Markup] {
    [
      .text(row.attack.label + (row.auditFailures > 0 ? " (AUDIT FAILED: \(row.auditFailures))" : "")),
      StudyCells.share(row.success), StudyCells.share(row.robustAccuracy), StudyCells.quartiles(row.sizes.l2),
      StudyCells.quartiles(row.sizes.linf), StudyCells.quartiles(row.sizes.l0) { Numeral.significant($0) },
      StudyCells.quartiles(row.cost.forwards) { Numeral.significant($0) },
      StudyCells.quartiles(row.cost.backwards) { Numeral.significant($0) },
      .text(Numeral.significant(row.medianSeconds)), .text(Numeral.fixed(row.optimality, places: 3)),
    ]
  }
}
