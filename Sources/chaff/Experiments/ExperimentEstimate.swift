import Attacks
import Evaluation
import Foundation
import Tensors

/// What an experiment would do and what it would cost at most, in words.
struct ExperimentEstimate {
  private let prepared: Experiment.Prepared
  private let sampleCount: Int

  init(_ prepared: Experiment.Prepared, shard: Shard?) {
    self.prepared = prepared
    let all = prepared.description.samples.count
    sampleCount = shard?.places(of: all).count ?? all
  }

  private var noun: String { prepared.victims.first?.source.data.noun ?? "sample" }

  var lines: [String] {
    get throws {
      var lines = [
        "\(prepared.description.title): \(Wording.count(prepared.victims.count, "victim")), "
          + "\(Wording.count(sampleCount, noun)), "
          + "\(Wording.count(prepared.cells.reduce(0) { $0 + $1.count }, "attack")) in all"
      ]
      var total = 0.0
      for (victim, cells) in zip(prepared.victims, prepared.cells) {
        let seconds = try secondsPerStep(victim)
        lines.append("\(victim.name)  \(String(format: "%.1f", 1000 * seconds)) ms a step and \(noun)")
        for cell in cells {
          let steps = try cell.entry.attack(cell.request).stepLimit * sampleCount
          total += Double(steps) * seconds
          lines.append("  \(cell.facts.label)  at most \(steps) steps, \(Self.time(Double(steps) * seconds))")
        }
      }
      lines.append("At most \(Self.time(total)); attacks end at a success, most of them much earlier.")
      return lines
    }
  }

  /// One forward and one backward pass of a full batch, divided by its size; a forward pass of a served model.
  private func secondsPerStep(_ victim: ExperimentVictim) throws -> Double {
    let input = victim.source.first.input
    let inputs = Tensor(batching: [Tensor](repeating: input, count: 4))
    let pass = {
      if victim.searched.access < .gradients { return _ = try victim.searched.logits(of: inputs) }
      _ = try victim.searched.logitsAndGradient(at: inputs) { $0 }
    }
    try pass()
    let start = ProcessInfo.processInfo.systemUptime
    try pass()
    return (ProcessInfo.processInfo.systemUptime - start) / 4
  }

  private static func time(_ seconds: Double) -> String {
    if seconds < 90 { return String(format: "%.0f s", seconds) }
    return seconds < 5400 ? String(format: "%.0f min", seconds / 60) : String(format: "%.1f h", seconds / 3600)
  }
}
