import Attacks
import Engine
import Evaluation
import Foundation
import ONNX
import RemoteVictims
import Tensors
import Victims

/// One victim of an experiment, loaded, with the recordings or images as it takes them.
struct ExperimentVictim {
  var name: String
  let loaded: LoadedModel
  /// What answers are judged on.
  var victim: any Victim
  /// What attacks ask: the same, unless a randomised victim stands in for the mean of its draws, or searches have another
  /// precision.
  var searched: any Victim
  /// What attacks ask, in f32: what the checks before a run look at.
  var probed: any Victim
  var isRandomized = false
  let source: LabelledSource
  let remote: RemoteVictim?
  /// Of an ensemble; empty for a victim with a model of its own.
  var members: [ExperimentVictim] = []
  /// What was put together, in words; nil for a model as it is.
  var makeup: String?

  /// The folder of its run: the name with everything else than letters, digits, dots and dashes replaced.
  static func folder(_ name: String) -> String {
    "runs/" + String(name.map { $0.isLetter || $0.isNumber || ".-_".contains($0) ? $0 : "-" })
  }

  /// The model of a card, or an ONNX file alone.
  static func model(_ facts: ExperimentFile.Victim) throws -> LoadedModel {
    try VictimCard.isCard(facts.card)
      ? LoadedModel(contentsOf: facts.card) : LoadedModel(card: VictimCard(modelPath: facts.card))
  }

  init(_ facts: ExperimentFile.Victim, _ loaded: LoadedModel, in file: ExperimentFile) throws {
    name = facts.name
    self.loaded = loaded
    if let server = facts.server {
      let remote = try RemoteVictim(
        address: server.address, model: server.model, inputShape: loaded.inputShape, output: server.output,
        settings: server.settings)
      (victim, searched, self.remote) = (remote, remote, remote)
    } else {
      let network = try loaded.victim(largestBatch: file.batch, recomputes: file.recomputes)
      (victim, searched, remote) = (network, try network.searched(in: file.precision.resolved()), nil)
    }
    probed = victim
    guard victim.outputShape.count == 1 else { throw AnswerIsNoClass(shape: victim.outputShape) }
    let whole = try ExperimentData.source(file, for: loaded)
    try whole.check(classCount: victim.outputShape[0])
    let count = min(file.limit ?? whole.entries.count, whole.entries.count)
    source = whole.keeping((0..<count).map { $0 * whole.entries.count / count })
  }

  var bounds: ClosedRange<Float> { loaded.card.bounds ?? 0...1 }
}
