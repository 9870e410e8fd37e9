import Evaluation

/// Which classes hold and which fall, and what they are then taken for.
struct ClassRobustnessSection {
  let result: ExperimentResult
  let exhibits: Exhibits

  var markup: Markup? {
    guard result.worstCases.contains(where: { !$0.classes.isEmpty }) else { return nil }
    return .fragment([
      .tag(
        "p",
        "The worst case again, for the recordings of each class. The last column is what most of those that are not robust are "
          + "taken for: without an attack or, where that is right, by most of the successes on them."),
      exhibits.table(
        "Worst case of each class, with 95 % intervals",
        [.text("Class"), .number("Clean accuracy"), .number("Robust accuracy"), .text("Most often taken for")],
        groups: result.worstCases.map { worst in (caption(worst), worst.classes.map(row)) }),
    ])
  }

  private func caption(_ worst: WorstCase) -> Markup {
    .fragment([
      .name(worst.victim),
      .text(", \(StudyCells.budget(worst.norm, worst.size))\(ExperimentWords.place(worst.region))"),
      .text(worst.goal == ExperimentGoal.untargeted ? "" : ", towards \(worst.goal)"),
    ])
  }

  private func row(_ row: WorstCase.ClassRow) -> [Markup] {
    let lost = row.robustAccuracy.total - row.robustAccuracy.count
    return [
      .name(row.name), StudyCells.share(row.cleanAccuracy), StudyCells.share(row.robustAccuracy),
      .text(row.wrongName.map { "\($0) (\(row.wrongCount) of \(lost))" } ?? "nothing"),
    ]
  }
}
