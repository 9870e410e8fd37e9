import Evaluation
import Foundation

/// A segmentation study's result in a few lines for a terminal.
struct SegmentationStudyText {
  private let result: SegmentationStudyResult

  init(_ result: SegmentationStudyResult) { self.result = result }

  var lines: [String] { clean + targeted + worst + goals }

  private var clean: [String] {
    ["Clean Dice, median (quartiles)"]
      + result.clean.map { row in
        "  \(Self.padded("\(row.victim) on \(row.data)", 32)) \(Self.quartiles(row.scores.dice))  "
          + (row.errors == 0 ? "" : "\(row.judged) of ") + "\(row.images) images"
      }
  }

  private var targeted: [String] {
    let rows = result.attacks.filter { $0.part == .targeted }
    guard !rows.isEmpty else { return [] }
    return ["Another sample's mask: success, IoU, L2, Linf, gradients (medians)"]
      + rows.map { row in
        "  \(Self.padded("\(row.victim) on \(row.data)", 32)) \(Self.padded(row.attack, 13)) "
          + "\(row.success.count)/\(row.success.total)  \(Self.number(row.after.iou.median))  "
          + "\(Self.number(row.sizes.l2.median))  \(Self.number(row.sizes.linf.median))  "
          + Self.number(row.cost.backwards.median)
          + (row.auditFailures > 0 ? "  AUDIT FAILED for \(row.auditFailures)" : "")
      }
  }

  private var worst: [String] {
    guard !result.worstCases.isEmpty else { return [] }
    return ["The true mask, worst case over attacks: mean IoU and Dice, without an attack and with"]
      + result.worstCases.map { row in
        "  \(Self.padded("\(row.victim) on \(row.data)", 32)) \(row.norm) \(Self.number(row.size))  "
          + "IoU \(Self.number(row.cleanIoU)) to \(Self.number(row.worstIoU)), "
          + "Dice \(Self.number(row.cleanDice)) to \(Self.number(row.worstDice))"
      }
  }

  private var goals: [String] {
    guard !result.goals.isEmpty else { return [] }
    return ["Goals"]
      + result.goals.map { goal in
        let record = goal.record
        guard let scores = record.toTarget, let size = record.size else {
          return "  \(goal.victim): \(record.sample.id): \(record.message ?? "already so")"
        }
        return "  \(goal.victim): \(Self.padded(record.sample.id, 30)) IoU \(Self.number(scores.before.meanIoU)) to "
          + "\(Self.number(scores.after.meanIoU)), L2 \(Self.number(size.l2)), Linf \(Self.number(size.linf))"
      }
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private static func quartiles(_ values: Quartiles) -> String {
    guard values.count > 0 else { return "none" }
    return String(format: "%.3f (%.3f to %.3f)", values.median, values.lower, values.upper)
  }

  private static func number(_ value: Double) -> String { value.isFinite ? String(format: "%.3g", value) : "–" }
}
