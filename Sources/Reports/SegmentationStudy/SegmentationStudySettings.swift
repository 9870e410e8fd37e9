import Evaluation

/// Everything needed to repeat a segmentation study.
struct SegmentationStudySettings {
  let result: SegmentationStudyResult

  private var description: SegmentationStudyDescription { result.description }

  var markup: Markup {
    .fragment([
      Provenance.repetition("study", description.commandLine),
      Provenance.settings(description.settings), victims, data,
      Provenance.machine(
        description.versions, description.processor, seed: description.cells.first?.seed ?? 0,
        started: description.created,
        [("Time over all records", .text(Numeral.duration(seconds: result.seconds)))]),
    ])
  }

  private var victims: Markup {
    DataTable(
      "The victims",
      columns: [
        .text("Victim"), .text("File"), .number("Parameters"), .text("Input"), .text("Answer"), .text("Classes"),
        .text("SHA-256"),
      ],
      rows: description.victims.map { victim in
        let inputs = victim.model.inputs.map { port in
          port.shape.map { $0.map(String.init) ?? "any" }.joined(separator: " × ")
        }
        return [
          .name(victim.name), .name(victim.model.file),
          .text(victim.model.parameterCount.map { Numeral.count($0) } ?? Numeral.missing),
          .text(inputs.joined(separator: "; ")), .text(victim.outputShape.map(String.init).joined(separator: " × ")),
          Provenance.classes(victim.model.classNames), Provenance.hash(victim.model.sha256),
        ]
      }
    ).markup
  }

  private var data: Markup {
    DataTable(
      "The data sets",
      columns: [
        .text("Data set"), .text("Folder"), .number("Images"), .text("Selection"), .text("SHA-256 of all files"),
      ],
      rows: description.dataSets.map { data in
        [
          .name(data.name), .name(data.facts.folder),
          .text("\(Numeral.count(data.facts.selected)) of \(Numeral.count(data.facts.found))"),
          .text(data.facts.selection), Provenance.hash(data.facts.sha256),
        ]
      }
    ).markup
  }
}
