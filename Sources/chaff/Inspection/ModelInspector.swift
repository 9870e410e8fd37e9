import Graphs
import ONNX
import Tensors
import Victims

/// Reads a model, and if it can be run, runs it.
struct ModelInspector {
  let card: VictimCard
  let cardPath: String?
  let options: InspectionOptions

  func finding() throws -> ModelFinding {
    let model = try ONNXModel(contentsOf: card.modelPath)
    var finding = ModelFinding(model, card: card, cardPath: cardPath)
    guard finding.unsupported.isEmpty else { return finding }
    if let open = openInput(of: model) {
      finding.notes.append(
        "not run: input \(open) leaves extents open; --shape gives those of one sample, such as --shape 3,256,256")
      return finding
    }
    do { try look(inside: model, &finding) } catch { finding.problem = "\(error)" }
    return finding
  }

  /// The input whose shape nobody has told.
  private func openInput(of model: ONNXModel) -> TensorDescription? {
    guard card.shape == nil, model.inputs.count == 1 else { return nil }
    let isComplete = model.inputs[0].shape?.dropFirst().allSatisfy { $0 != nil } ?? false
    return isComplete ? nil : model.inputs[0]
  }

  private func look(inside model: ONNXModel, _ finding: inout ModelFinding) throws {
    let loaded = try LoadedModel(card: card, model: model)
    let runner = try loaded.runner(largestBatch: 1)
    finding.sampleShape = loaded.inputShape
    finding.answer = answer(of: runner)
    finding.batching = batching(of: loaded)
    finding.notes += notes(on: loaded, runner)
    // As attacks and explanations name them.
    let layers = try entries(of: loaded.logitsRunner(largestBatch: 1))
    finding.layerCount = layers.count
    finding.defaultLayer = layers.first(where: \.isDefault)
    if options.listsLayers { finding.layers = layers }
    if options.checksGradient { finding.gradient = try GradientInspector(loaded, options: options).finding(runner) }
  }

  private func answer(of runner: ModelRunner) -> String {
    let shape = runner.outputShape
    do { _ = try ModelVictim(runner) } catch { return "not usable: \(error)" }
    if shape.count == 1 { return "scores of \(shape[0]) classes" }
    let size = "\(shape[shape.count - 2]) × \(shape[shape.count - 1]) pixels"
    return shape.count == 2 || shape[0] == 1
      ? "segmentation, one logit for each of \(size): taken as background and foreground"
      : "segmentation, scores of \(shape[0]) classes for each of \(size)"
  }

  private func batching(of loaded: LoadedModel) -> ModelFinding.Batching {
    if let mixing = loaded.mixing {
      return ModelFinding.Batching(runsTogether: false, reason: "run sample by sample: \(mixing)")
    }
    let exported = loaded.model.exportedBatch.map { ", although the file fixes a batch of \($0)" } ?? ""
    return ModelFinding.Batching(
      runsTogether: true, reason: "run together\(exported): every node keeps samples apart")
  }

  private func notes(on loaded: LoadedModel, _ runner: ModelRunner) -> [String] {
    var notes: [String] = []
    if let classes = try? ModelVictim(runner).outputShape[0] {
      do { try loaded.check(classCount: classes) } catch { notes.append("\(error)") }
    }
    if let activation = loaded.finalActivation { notes.append(activation.caveat) }
    return notes
  }

  private func entries(of runner: ModelRunner) throws -> [ModelFinding.LayerEntry] {
    let defaultLayer = try? runner.defaultLayer
    return try runner.layers.map { layer in
      ModelFinding.LayerEntry(
        name: layer.name, operation: layer.operation, shape: layer.shape,
        isDefault: layer.output.description == defaultLayer)
    }
  }
}
