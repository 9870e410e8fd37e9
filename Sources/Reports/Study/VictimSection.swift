import Evaluation

/// Who is attacked, and how good they are before that.
struct VictimSection {
  let result: StudyResult
  let exhibits: Exhibits

  var markup: Markup? {
    guard !result.victims.isEmpty else { return nil }
    return .fragment([
      exhibits.table(
        "The victims and their accuracy on the \(Numeral.count(result.description.samples.count, "recording")) of the study "
          + "before any attack, with 95 % intervals; the last line is what always naming the commonest class would reach",
        [
          .text("Victim"), .text("Architecture"), .text("Trained on"), .number("Parameters"), .text("Defence"),
          .number("Accuracy"),
        ], result.victims.map(row) + [commonest].compactMap(\.self)),
      perClass,
    ])
  }

  private func row(_ victim: StudyVictim) -> [Markup] {
    [
      .name(victim.name), .name(victim.architecture), .name(victim.trainingData),
      .text(victim.parameterCount.map { Numeral.count($0) } ?? Numeral.missing), .text(victim.defence ?? "none"),
      StudyCells.share(victim.cleanAccuracy),
    ]
  }

  private var commonest: [Markup]? {
    guard let rows = result.victims.first?.confusion.map({ $0.reduce(0) { $0 &+ max(0, $1) } }), let most = rows.max(),
      rows.reduce(0, &+) >= most
    else { return nil }
    return ["the commonest class", "–", "–", "–", "–", StudyCells.share(Proportion(most, of: rows.reduce(0, &+)))]
  }

  private func className(_ index: Int?) -> String {
    guard let index else { return Numeral.missing }
    let names = result.description.classNames
    return names.indices.contains(index) ? names[index] : "class \(index)"
  }

  private var perClass: Markup {
    let names = grouped(result.victims.flatMap(\.perClass), by: \.name).map(\.key)
    guard !names.isEmpty else { return .nothing }
    return .tag("details") {
      Markup.tag("summary", "Accuracy class by class, and what was taken for what")
      DataTable(
        "Share of each true class named rightly", columns: [.text("Victim")] + names.map { .number($0) },
        rows: result.victims.map { victim in
          [.name(victim.name)]
            + names.map { name in StudyCells.share(victim.perClass.first { $0.name == name }?.accuracy) }
        }
      ).markup
      Markup.tag("p", ["class": "note"], ConfusionTable.explanation)
      Markup.tag("div", ["class": "pair"]) {
        result.victims.map { ConfusionTable($0.name, $0.confusion, className: className).markup }
      }
    }
  }
}
