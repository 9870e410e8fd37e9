import Evaluation

/// What helps, at what price, and against whom.
struct DefenceSection {
  let result: StudyResult
  let exhibits: Exhibits

  private var budget: StudyBudget { StudyBudget(result.defences.map { ($0.norm, $0.size) }) }

  var markup: Markup? {
    guard !result.defences.isEmpty else { return nil }
    return .fragment([
      .tag(
        "p",
        "An oblivious attacker crafts padding examples on the victim without the defence, an adaptive one on the defended "
          + "victim itself. Only the second says how strong a defence is."),
      exhibits.table(
        "Success of attacks on defended victims, with 95 % intervals; the first line of each victim is the victim without a "
          + "defence" + budget.caption,
        [.text("Defence")] + budget.column + [
          .number("Accuracy"), .number("Padding, oblivious"),
          .number("Padding, adaptive"),
          .number("All frames, adaptive"),
        ],
        groups: grouped(result.defences, by: \.victim).map { victim, rows in (.name(victim), rows.map(row)) }),
      explanations,
    ])
  }

  private func row(_ row: DefenceRow) -> [Markup] {
    [.text(row.defence)] + budget.cell(row.norm, row.size) + [
      StudyCells.share(row.cleanAccuracy),
      StudyCells.share(row.paddingObliviously.success), StudyCells.share(row.paddingAdaptively.success),
      StudyCells.share(row.allFramesAdaptively.success),
    ]
  }

  private var explanations: Markup {
    let defences = grouped(result.defences, by: \.defence).compactMap { name, rows in
      rows.first.flatMap { $0.words.isEmpty ? nil : (name, $0.words) }
    }
    return .fragment(defences.map { name, words in .tag("p", ["class": "note"], "\(name): \(words)") })
  }
}
