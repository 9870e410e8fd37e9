import Evaluation

/// Padding after cropping to the action against frames that were recorded and hold no action.
struct ContextSection {
  let result: StudyResult
  let exhibits: Exhibits

  private var budget: StudyBudget { StudyBudget(result.context.map { ($0.norm, $0.size) }) }

  var markup: Markup? {
    guard !result.context.isEmpty else { return nil }
    return .fragment([
      .tag(
        "p",
        "Padding can be true padding (the recording is cropped to the action and filled up), or it can be what the radar saw "
          + "before and after the gesture. Both leave the gesture alone; the last two regions of each victim are there for "
          + "comparison."),
      exhibits.table(
        "The two padding experiments: success of untargeted attacks by what they may change, with 95 % intervals; norms "
          + "are medians with quartiles over the successes, in input units; share is the mean share of frames that may change"
          + budget.caption,
        [.text("May change")] + budget.column + [
          .number("Share"), .number("Accuracy before"), .number("Success"), .number("L2"), .number("L∞"),
        ],
        groups: grouped(result.context, by: \.victim).map { victim, rows in
          (.name(victim), ContextRegion.allCases.flatMap { region in rows.filter { $0.region == region }.map(row) })
        }),
    ])
  }

  private func row(_ row: ContextRow) -> [Markup] {
    [.text(StudyWords.region(row.region))] + budget.cell(row.norm, row.size) + [
      .text(Numeral.percent(row.frameShare)), StudyCells.share(row.cleanAccuracy),
      StudyCells.share(row.measure.success), StudyCells.quartiles(row.measure.l2),
      StudyCells.quartiles(row.measure.linf),
    ]
  }
}
