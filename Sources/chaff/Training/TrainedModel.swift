import Evaluation
import Foundation
import Networks
import ONNX
import Training

/// The best weights as files that every other command takes: an ONNX model and its card.
struct TrainedModel {
  private let best: BestWeights
  private let task: TrainingTask

  init(_ best: BestWeights, _ task: TrainingTask) {
    (self.best, self.task) = (best, task)
  }

  /// - Returns: the SHA-256 of the model file.
  func write(to paths: TrainingPaths) throws -> String {
    let architecture = best.architecture.base
    let facts = task.description
    let model = try ONNXWriter.write(
      graphForBatch: { try architecture.graph(.deployed(best.weights), batch: $0).graph },
      metadata: [
        "network": facts.network.identifier, "classes": facts.network.classNames.joined(separator: ","),
        "transform": facts.network.transform, "epoch": "\(best.epoch)", "data": facts.data.sha256,
      ])
    try AtomicFile.write(model, to: paths.model)
    try AtomicFile.write(Data(card.utf8), to: paths.card)
    return try FileHash.sha256(ofFile: paths.model).hexadecimal
  }

  private var card: String {
    let name = URL(fileURLWithPath: TrainingPaths(folder: "").model).lastPathComponent
    return (["model: \(name)"] + task.card).joined(separator: "\n") + "\n"
  }
}

/// Texts and lists as YAML that reads back as what was written.
enum CardText {
  /// A text between quotes, so that names such as `no` or `3` stay texts.
  static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  static func list(_ texts: [String]) -> String { "[" + texts.map(quoted).joined(separator: ", ") + "]" }

  static func range(_ range: ClosedRange<Float>) -> String { "[\(range.lowerBound), \(range.upperBound)]" }
}
