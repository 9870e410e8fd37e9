import Evaluation

/// What is left of a victim when its inputs are corrupted.
struct CorruptionSection {
  let result: ExperimentResult
  let exhibits: Exhibits

  var markup: Markup? {
    guard !result.corruptions.isEmpty else { return nil }
    return .fragment([
      .tag(
        "p",
        "The share of the recordings that are classified rightly as they are and when corrupted: nobody searches, one draw "
          + "of each corruption. One that is wrong without a corruption stays wrong. In the means every corruption weighs the "
          + "same; they are accuracies, divided by those of no other model."),
      table,
    ])
  }

  private var severities: [Int] { Set(result.corruptions.flatMap { $0.rows.map(\.severity) }).sorted() }

  private var table: Markup {
    exhibits.table(
      "Accuracy under corruptions, by severity",
      [.text("Corruption")] + severities.map { .number("Severity \($0)") },
      groups: result.corruptions.map { own in (caption(own), rows(own)) })
  }

  private func caption(_ own: CorruptionResult) -> Markup {
    .fragment([
      .name(own.victim),
      .text("\(ExperimentWords.place(own.region)): without corruption \(Words.share(own.cleanAccuracy))"),
    ])
  }

  private func rows(_ own: CorruptionResult) -> [[Markup]] {
    let names = grouped(own.rows, by: \.corruption).map(\.key)
    let each = names.map { name in
      [Markup.text(name)] + severities.map { StudyCells.share(own.accuracy(of: name, severity: $0)) }
    }
    let mean = severities.map { severity in
      Markup.text(own.means.first { $0.severity == severity }.map { Numeral.percent($0.accuracy) } ?? Numeral.missing)
    }
    let overall = own.means.first { $0.severity == nil }.map { Numeral.percent($0.accuracy) } ?? Numeral.missing
    return each + [[.text("mean (over all severities \(overall))")] + mean]
  }
}
