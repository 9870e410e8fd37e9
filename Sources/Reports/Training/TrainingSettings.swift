import Evaluation

/// Everything needed to repeat a training run.
struct TrainingSettings {
  let training: TrainingDescription

  var markup: Markup {
    .fragment([
      adversarial, Provenance.settings(training.settings), .tag("h3", "Network"), network,
      .tag("h3", "Program and machine"),
      Provenance.machine(
        training.versions, training.processor, seed: training.seed, started: training.created),
      .tag("h3", "Command"), Provenance.command(training.commandLine),
    ])
  }

  /// Settings of training against attacks stand first: they change what the numbers mean.
  private var adversarial: Markup {
    let settings = training.settings.filter { $0.name.lowercased().contains("adversarial") }
    guard let kind = settings.first, !["", "none", "no", "off"].contains(kind.value.lowercased()) else {
      return .nothing
    }
    return .fragment([
      .tag("h3", "Adversarial training"),
      Provenance.settings(
        settings,
        caption: "What the network was trained against; its training loss and score are those of attacked samples"),
      .tag("h3", "All settings"),
    ])
  }

  private var network: Markup {
    let network = training.network
    var rows: [(String, Markup)] = [
      ("Architecture", .name(network.identifier)), ("Input", .text(shape(network.inputShape, network.axes))),
      ("Output", .text(shape(network.outputShape, []))), ("Parameters", .text(Numeral.count(network.parameterCount))),
      ("Classes", Provenance.classes(network.classNames)),
      ("From stored values to input", .text(network.transform)),
      ("Values", .text("between \(Words.bounds(network.bounds))")),
    ]
    rows += network.configuration.map { ($0.name, .text(Provenance.value(of: $0))) }
    if let hash = training.result?.modelSHA256 { rows.append(("SHA-256 of model.onnx", Provenance.hash(hash))) }
    return FactTable("The network that was trained", rows).markup
  }

  private func shape(_ extents: [Int], _ axes: [String]) -> String {
    let text = "[\(extents.map(String.init).joined(separator: ", "))]"
    return axes.count == extents.count && !axes.isEmpty ? "\(text): \(axes.joined(separator: ", "))" : text
  }
}
