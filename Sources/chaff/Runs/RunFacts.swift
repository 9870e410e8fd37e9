import Engine
import Evaluation
import Foundation
import ONNX
import Tensors
import Victims

/// What a run folder records of model, data and machine.
enum RunFacts {
  static func model(_ loaded: LoadedModel, bounds: ClosedRange<Float>) throws -> ModelFacts {
    let model = loaded.model
    var facts = ModelFacts(
      file: file(model.path),
      sha256: try FileHash.sha256(ofFile: model.path).hexadecimal, bounds: ValueRange(bounds))
    facts.inputs = model.inputs.map { PortFacts(name: $0.name, shape: $0.shape ?? []) }
    facts.outputs = model.outputs.map { PortFacts(name: $0.name, shape: $0.shape ?? []) }
    facts.opset = model.opsets[""]
    facts.operators = model.operators.map { OperatorCount(name: $0.name, count: $0.count) }
    facts.parameterCount = model.parameterCount
    facts.classNames = loaded.card.classNames ?? []
    facts.axes = loaded.card.axes?.map(\.rawValue) ?? []
    facts.transform = transform(loaded.card)
    return facts
  }

  /// The file's name, after its folder's where it has the name that every training gives: "skin-unet/model.onnx".
  private static func file(_ path: String) -> String {
    let url = URL(fileURLWithPath: path).standardizedFileURL
    guard url.lastPathComponent == "model.onnx", url.pathComponents.count > 2 else { return url.lastPathComponent }
    return url.pathComponents.suffix(2).joined(separator: "/")
  }

  /// The facts of the files at `paths`, all inside `folder`.
  static func data(folder: String, paths: [String], found: Int, selection: String) throws -> DataFacts {
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    let relative = Set(paths.map { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : $0 })
    let files = try FileTreeHash.files(Array(relative), in: folder)
    var facts = DataFacts(
      folder: URL(fileURLWithPath: folder).lastPathComponent, found: found, selected: paths.count,
      selection: selection, sha256: FileTreeHash.combined(files))
    facts.files = files
    return facts
  }

  static var versions: [Evaluation.Version] {
    [
      Evaluation.Version("chaff", Version.number), Evaluation.Version("oneDNN", EngineVersion.oneDNN),
      Evaluation.Version("OpenBLAS", EngineVersion.openBLAS), SystemFacts.operatingSystem,
    ]
  }

  static var processor: Processor { SystemFacts.processor(threads: EngineVersion.threadCount) }

  private static func transform(_ card: VictimCard) -> String? {
    var steps = card.transform
    if let mean = card.mean, let deviation = card.deviation {
      steps.append("then, inside the model, (x - \(mean)) / \(deviation) per channel")
    }
    return steps.isEmpty ? nil : steps.joined(separator: ", ")
  }
}
