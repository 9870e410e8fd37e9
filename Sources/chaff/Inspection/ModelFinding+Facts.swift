extension ModelFinding {
  var title: String { cardPath == nil ? "ONNX model" : "victim card" }

  var facts: [Fact] {
    var facts: [Fact] = []
    if cardPath != nil { facts.add("model", modelPath) }
    facts.add("card", lines: cardFacts)
    facts.add("written by", "\(producer.isEmpty ? "unnamed program" : producer), ONNX format version \(irVersion)")
    facts.add(
      "operator sets", opsets.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
    facts.add(inputs.count == 1 ? "input" : "inputs", lines: inputs.map(\.text))
    facts.add(outputs.count == 1 ? "output" : "outputs", lines: outputs.map(\.text))
    facts.add("axes", axesText)
    facts.add("operators", lines: operatorLines)
    facts.add("parameters", "\(Wording.grouped(parameterCount)) (\(Wording.bytes(parameterBytes)) stored)")
    facts.add("unsupported", lines: unsupported.isEmpty ? ["none"] : unsupported)
    facts.add("answer", answer)
    facts.add("batches", batching.map { $0.reason })
    facts.add("heat maps", heatMapText)
    facts.add("layers", lines: layerLines)
    facts.add("gradient", lines: gradient?.lines ?? [])
    facts.add("notes", lines: notes)
    return facts
  }

  private var axesText: String {
    guard let axes else { return "not named: the file does not say what they stand for; a card or --axes does" }
    guard let sampleShape, sampleShape.count == axes.count else { return axes.joined(separator: ", ") }
    return zip(axes, sampleShape).map { "\($0) \($1)" }.joined(separator: ", ")
  }

  /// Several to a line.
  private var operatorLines: [String] {
    let texts = operators.map { "\($0.name) \($0.count)" }
    return stride(from: 0, to: texts.count, by: 8).map { texts[$0..<min($0 + 8, texts.count)].joined(separator: ", ") }
  }

  private var heatMapText: String? {
    guard let layerCount else { return nil }
    let all = layers == nil ? "; --layers lists all \(layerCount) that can be named" : ""
    guard let defaultLayer else { return "no convolution to look at: name a layer with --layer\(all)" }
    return "made at \(defaultLayer.text) unless --layer says otherwise\(all)"
  }

  private var layerLines: [String] {
    guard let layers else { return [] }
    let width = layers.map(\.name.count).max() ?? 0
    return layers.map { layer in
      let name = layer.name + String(repeating: " ", count: width - layer.name.count)
      return "\(name)  \(Wording.shape(layer.shape))  \(layer.operation)\(layer.isDefault ? "  (default)" : "")"
    }
  }
}

extension ModelFinding.LayerEntry {
  var text: String { "\(name) \(Wording.shape(shape))" }
}
