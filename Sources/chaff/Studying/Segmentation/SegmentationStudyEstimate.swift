import Attacks
import Evaluation
import Foundation
import Tensors
import Victims

/// What a study would do and what it would cost at most, in words.
struct SegmentationStudyEstimate {
  let prepared: SegmentationStudy.Prepared

  var lines: [String] {
    get throws {
      var lines = [prepared.description.title]
      var total = 0.0
      for subject in prepared.subjects {
        let seconds = try Self.secondsPerStep(subject)
        lines.append(
          "\(subject.victim.name) on \(subject.data.name)  \(Wording.count(subject.ids.count, "image")), "
            + String(format: "%.1f ms a step", 1000 * seconds))
        for cell in prepared.cells
        where cell.cell.victim == subject.victim.name && cell.cell.data == subject.data.name {
          let (items, attacks) = (try cell.items().count, try cell.attacks().count)
          let steps = try items * cell.stepLimit()
          total += Double(steps) * seconds
          lines.append(
            "  \(cell.cell.part.rawValue), seed \(cell.cell.seed)  \(Wording.count(items, "mask")), "
              + "\(Wording.count(attacks, "attack")), at most \(steps) steps, \(Self.time(Double(steps) * seconds))")
        }
      }
      return lines + ["About \(Self.time(total)) at most; attacks that are done end earlier."]
    }
  }

  /// One forward and one backward pass.
  private static func secondsPerStep(_ subject: SegmentationStudySubject) throws -> Double {
    let inputs = Tensor(repeating: 0, shape: [1] + subject.searched.inputShape)
    _ = try subject.searched.logitsAndGradient(at: inputs) { $0 }
    let start = ProcessInfo.processInfo.systemUptime
    for _ in 0..<2 { _ = try subject.searched.logitsAndGradient(at: inputs) { $0 } }
    return (ProcessInfo.processInfo.systemUptime - start) / 2
  }

  private static func time(_ seconds: Double) -> String {
    if seconds < 90 { return String(format: "%.0f s", seconds) }
    return seconds < 5400 ? String(format: "%.0f min", seconds / 60) : String(format: "%.1f h", seconds / 3600)
  }
}
