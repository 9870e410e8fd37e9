import Evaluation

/// How much is left when a perturbation must look like radar.
struct PlausibleSection {
  let result: StudyResult
  let exhibits: Exhibits

  private var budget: StudyBudget { StudyBudget(result.plausible.map { ($0.norm, $0.size) }) }

  var markup: Markup? {
    guard !result.plausible.isEmpty else { return nil }
    return exhibits.table(
      "Untargeted attacks in all frames whose perturbation must keep to a restriction; success with 95 % intervals, norms and "
        + "newly lit values (exactly zero before, no longer after) as medians with quartiles over the successes. After storage: "
        + "what still succeeds once rounded to the stored number type"
        + budget.caption,
      [.text("Restriction")] + budget.column + [
        .number("Success"), .number("After storage"), .number("L2"),
        .number("L∞"), .number("Newly lit"),
      ],
      groups: grouped(result.plausible, by: \.victim).map { victim, rows in (.name(victim), rows.map(row)) })
  }

  private func row(_ row: PlausibleRow) -> [Markup] {
    [.text(StudyWords.restriction(row.restriction))] + budget.cell(row.norm, row.size) + [
      StudyCells.share(row.measure.success), StudyCells.share(row.successAfterStorage),
      StudyCells.quartiles(row.measure.l2), StudyCells.quartiles(row.measure.linf),
      StudyCells.quartiles(row.newlyLit) { Int(exactly: $0.rounded()).map { Numeral.count($0) } ?? Numeral.missing },
    ]
  }
}
