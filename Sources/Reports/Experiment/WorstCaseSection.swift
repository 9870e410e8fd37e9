import Evaluation

/// Robust accuracy where every sample meets the attack that is worst for it, and which attack that is.
struct WorstCaseSection {
  let result: ExperimentResult
  let exhibits: Exhibits

  var markup: Markup? {
    WorstCaseTable(
      unit: "sample",
      counting:
        "A sample counts as robust when it is classified rightly and no attack of the experiment changes that",
      reading:
        "Smallest perturbations count for every size that they do not exceed. The last column says how many samples each "
        + "attack broke and, after the plus sign, how many nothing else broke.",
      caption: "Robust accuracy in the worst case over all attacks on the victim, with 95 % intervals",
      columns: [.text("Size"), .text("Where"), .text("Goal"), .number("Robust accuracy"), .text("Broken by")]
    ).markup(
      grouped(result.worstCases, by: \.victim).map { victim, rows in (.name(victim), rows.map(row)) }, exhibits)
  }

  private func row(_ worst: WorstCase) -> [Markup] {
    let parts = worst.parts.sorted { ($0.broken, $0.aloneBroken) > ($1.broken, $1.aloneBroken) }
    let words = parts.map { "\($0.label) \($0.broken)" + ($0.aloneBroken > 0 ? " +\($0.aloneBroken)" : "") }
    return [
      .text(StudyCells.budget(worst.norm, worst.size)), .text(worst.region), .text(ExperimentWords.goal(worst.goal)),
      robust(worst), .text(words.isEmpty ? "nothing" : words.joined(separator: ", ")),
    ]
  }

  private func robust(_ worst: WorstCase) -> Markup {
    guard worst.goalAlreadyMet > 0 else { return StudyCells.share(worst.robustAccuracy) }
    return .fragment([
      StudyCells.share(worst.robustAccuracy),
      .tag("span", ["class": "sub"], "goal already met in \(Numeral.count(worst.goalAlreadyMet)), left out"),
    ])
  }
}
