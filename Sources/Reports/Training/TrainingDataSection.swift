import Evaluation

/// What was learned from, what decided, what was tested on.
struct TrainingDataSection {
  let data: TrainingDescription

  var markup: Markup {
    let facts = data.data
    return .fragment([
      .tag("p") {
        Markup.name(facts.folder)
        " (\(facts.format ?? "format not recorded")): \(Numeral.count(facts.found, "sample")) found, split \(facts.split). "
        roles
      },
      DataTable(
        "The parts of the split", columns: columns,
        rows: [("Training", facts.training), ("Validation", facts.validation), ("Test", facts.test)].map(row)
      ).markup,
      .tag("p", ["class": "note"]) {
        "SHA-256 of all files: "
        Provenance.hash(facts.sha256)
        ". The samples of every part are listed in training.json."
      },
    ])
  }

  private var roles: String {
    let chosen =
      data.data.validation.count > 0
      ? "The validation part chose the epoch" : "No part was held back to choose the epoch"
    return data.data.test.count > 0 ? "\(chosen); the test part is looked at once, at the end." : "\(chosen)."
  }

  private var classCount: Int {
    [data.data.training, data.data.validation, data.data.test].map(\.perClass.count).max() ?? 0
  }

  private var columns: [DataTable.Column] {
    let names = data.network.classNames
    return [.text("Part"), .text("Chosen by"), .number("Samples")]
      + (0..<classCount).map { DataTable.Column.number(names.indices.contains($0) ? names[$0] : "class \($0)") }
  }

  private func row(_ name: String, _ part: SplitPart) -> [Markup] {
    [.text(name), .name(part.count > 0 ? part.selection : "none"), .text(Numeral.count(part.count))]
      + (0..<classCount).map { index in
        .text(part.perClass.indices.contains(index) ? Numeral.count(part.perClass[index]) : Numeral.missing)
      }
  }
}
