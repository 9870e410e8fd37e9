import Evaluation

/// Everything needed to repeat a study.
struct StudySettings {
  let result: StudyResult

  private var description: StudyDescription { result.description }

  var markup: Markup {
    .fragment([
      Provenance.repetition("study", description.commandLine),
      attacks, .tag("h3", "Other settings"), Provenance.settings(description.settings), .tag("h3", "Data and victims"),
      data, models, .tag("h3", "Program and machine"), machine, timings,
    ])
  }

  private var attacks: Markup {
    guard !description.attacks.isEmpty else { return .nothing }
    return .fragment([
      .tag("h3", "Attacks"),
      DataTable(
        "Every attack with everything that decides its result",
        columns: [.text("Attack"), .text("Method"), .text("Budget"), .text("Settings")],
        rows: description.attacks.map { attack in
          [
            .name(attack.name), .text(attack.method), .text(StudyCells.budget(attack.norm, attack.size)),
            .text(attack.settings.map { "\($0.name): \(Provenance.value(of: $0))" }.joined(separator: "; ")),
          ]
        }
      ).markup,
    ])
  }

  private var data: Markup {
    let data = description.data
    let shape = "[\(description.inputShape.map(String.init).joined(separator: ", "))]"
    var rows: [(String, Markup)] = [
      ("Folder", .name(data.folder)), ("Format", .text(data.format ?? "not recorded")),
      ("Recordings", .text("\(Numeral.count(data.selected)) of \(Numeral.count(data.found)) found")),
      ("Selection", .text(data.selection)),
      ("Split", .text(description.split.isEmpty ? "not recorded" : description.split)),
      ("SHA-256 of all files", Provenance.hash(data.sha256)),
      ("Classes", Provenance.classes(description.classNames)),
      ("Input", .text("\(shape): \(description.axes.joined(separator: ", "))")),
      ("From stored values to input", .text(description.transform ?? "as stored")),
      ("Values", .text("between \(Words.bounds(description.bounds))")),
    ]
    if let rate = description.frameRate { rows.append(("Frames a second", .text(Numeral.compact(rate)))) }
    return FactTable("The recordings that are attacked", rows).markup
  }

  private var models: Markup {
    guard !description.models.isEmpty else { return .nothing }
    return DataTable(
      "The victims’ files", columns: [.text("Victim"), .text("SHA-256")],
      rows: description.models.map { [.name($0.name), Provenance.hash($0.sha256)] }
    ).markup
  }

  private var machine: Markup {
    Provenance.machine(
      description.versions, description.processor, seed: description.seed, started: description.created)
  }

  private var timings: Markup {
    guard !result.timings.isEmpty else { return .nothing }
    return DataTable(
      "Wall-clock time of each part", columns: [.text("Part"), .number("Cells"), .number("Time")],
      rows: result.timings.map {
        [
          .text(StudyWords.experiment($0.experiment)), .text(Numeral.count($0.cells)),
          .text(Numeral.duration(seconds: $0.seconds)),
        ]
      }
    ).markup
  }
}
