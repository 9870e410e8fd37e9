import Evaluation

/// Everything needed to repeat the run: settings, model, data, versions, machine, command.
struct SettingsSection {
  let run: RunDescription
  let summary: RunSummary

  private static let fileLimit = 60

  var markup: Markup {
    .fragment([
      settings, .tag("h3", "Model"), model, .tag("h3", "Data"), data, files, .tag("h3", "Program and machine"), machine,
      .tag("h3", "Command"), Provenance.command(run.commandLine),
    ])
  }

  private var settings: Markup { Provenance.settings(run.settings) }

  private var model: Markup {
    let model = run.model
    var rows: [(String, Markup)] = [
      ("File", .name(model.file)), ("SHA-256", hash(model.sha256)),
      ("Inputs", .text(model.inputs.map(port).joined(separator: "; "))),
      ("Outputs", .text(model.outputs.map(port).joined(separator: "; "))),
      ("Axes of one sample", .text(model.axes.isEmpty ? "not named" : model.axes.joined(separator: ", "))),
      ("Values", .text("between \(Words.bounds(model.bounds))")),
    ]
    if let transform = model.transform { rows.append(("From stored values to input", .text(transform))) }
    if let count = model.parameterCount { rows.append(("Parameters", .text(Numeral.count(count)))) }
    if let opset = model.opset { rows.append(("ONNX opset", .text("\(opset)"))) }
    if !model.operators.isEmpty {
      rows.append(("Operators", .text(model.operators.map { "\($0.name) × \($0.count)" }.joined(separator: ", "))))
    }
    if !model.classNames.isEmpty {
      rows.append(("Classes", Provenance.classes(model.classNames)))
    }
    return facts("The model under attack", rows)
  }

  private var data: Markup {
    let data = run.data
    var rows: [(String, Markup)] = [
      ("Folder", .name(data.folder)), ("Format", .text(data.format ?? "not recorded")),
      ("Samples", .text("\(Numeral.count(data.selected)) of \(Numeral.count(data.found)) found")),
      ("Selection", .text(data.selection)), ("SHA-256 of all files", hash(data.sha256)),
    ]
    if !data.perClass.isEmpty {
      let names = run.model.classNames
      let counts = data.perClass.enumerated().map { index, count in
        "\(names.indices.contains(index) ? names[index] : "class \(index)"): \(Numeral.count(count))"
      }
      rows.append(("Samples per class", .name(counts.joined(separator: ", "))))
    }
    return facts("The data it was attacked with", rows)
  }

  private var files: Markup {
    guard !run.data.files.isEmpty else { return .nothing }
    let shown = run.data.files.prefix(SettingsSection.fileLimit)
    let rest = run.data.files.count - shown.count
    let caption =
      rest > 0 ? "The first \(shown.count) files; \(Numeral.count(rest)) more are in run.json" : "Every file"
    return .tag("details") {
      Markup.tag("summary", "\(Numeral.count(run.data.files.count, "file")) with sizes and hashes")
      DataTable(
        caption, columns: [.text("File"), .number("Bytes"), .text("SHA-256")],
        rows: shown.map { [.name($0.path), .text(Numeral.count($0.bytes)), hash($0.sha256)] }
      ).markup
    }
  }

  private var machine: Markup {
    let timings = summary.timings
    return Provenance.machine(
      run.versions, run.processor, seed: run.seed, started: run.created,
      [
        ("Time over all samples", .text(Numeral.duration(seconds: timings.totalSeconds))),
        ("Time per sample, median", .text(Numeral.duration(seconds: timings.secondsPerSample.median))),
      ])
  }

  private func facts(_ caption: String, _ rows: [(String, Markup)]) -> Markup { FactTable(caption, rows).markup }

  private func hash(_ value: String) -> Markup { Provenance.hash(value) }

  private func port(_ port: PortFacts) -> String {
    "\(port.name) [\(port.shape.map { $0.map(String.init) ?? "any" }.joined(separator: ", "))]"
  }
}
