import Attacks
import Evaluation
import Foundation
import ONNX
import RemoteVictims
import Tensors
import Victims

/// One victim of an experiment, loaded, with the recordings or images as it takes them.
struct ExperimentVictim {
  let name: String
  let loaded: LoadedModel
  let victim: any Victim
  let source: LabelledSource
  let remote: RemoteVictim?

  /// The folder of its run: the name with everything else than letters, digits, dots and dashes replaced.
  static func folder(_ name: String) -> String {
    "runs/" + String(name.map { $0.isLetter || $0.isNumber || ".-_".contains($0) ? $0 : "-" })
  }

  init(_ facts: ExperimentFile.Victim, in file: ExperimentFile) throws {
    name = facts.name
    loaded =
      try VictimCard.isCard(facts.card)
      ? LoadedModel(contentsOf: facts.card) : LoadedModel(card: VictimCard(modelPath: facts.card))
    if let server = facts.server {
      let remote = try RemoteVictim(
        address: server.address, model: server.model, inputShape: loaded.inputShape, output: server.output,
        settings: server.settings)
      (victim, self.remote) = (remote, remote)
    } else {
      (victim, remote) = (try loaded.victim(largestBatch: file.batch), nil)
    }
    guard victim.outputShape.count == 1 else { throw AnswerIsNoClass(shape: victim.outputShape) }
    let whole = try ExperimentData.source(file, for: loaded)
    try whole.check(classCount: victim.outputShape[0])
    let count = min(file.limit ?? whole.entries.count, whole.entries.count)
    source = whole.keeping((0..<count).map { $0 * whole.entries.count / count })
  }

  var bounds: ClosedRange<Float> { loaded.card.bounds ?? 0...1 }

  func facts(_ file: ExperimentFile.Victim) throws -> ExperimentDescription.Victim {
    ExperimentDescription.Victim(
      name: name, folder: Self.folder(name), sha256: try FileHash.sha256(ofFile: loaded.model.path).hexadecimal,
      address: file.server.map { "\($0.address) (model \($0.model))" })
  }
}
