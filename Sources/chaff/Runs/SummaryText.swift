import Evaluation
import Foundation

/// A run's summary in a few lines for a terminal.
struct SummaryText {
  let summary: RunSummary

  init(_ summary: RunSummary) { self.summary = summary }

  var lines: [String] {
    var lines: [String] = []
    for attack in summary.attacks {
      if let clean = attack.classification?.cleanAccuracy { lines.append("Clean accuracy  \(text(clean))") }
      lines.append("\(attack.name): success  \(text(attack.successRate))")
      if let rounded = attack.successRateAfterRounding {
        lines.append("  after rounding to stored values  \(text(rounded))")
      }
      lines.append(
        "  median size of successes  L2 \(number(attack.successSizes.l2.median)), Linf \(number(attack.successSizes.linf.median))"
      )
      if attack.auditFailures > 0 { lines.append("  AUDIT FAILED for \(attack.auditFailures) samples") }
      if let masks = attack.segmentation { lines += segmentation(masks) }
    }
    for check in summary.sanity where check.verdict == .fail || check.verdict == .warn {
      lines.append("\(check.verdict.rawValue): \(check.name): \(check.words)")
    }
    return lines
  }

  private func segmentation(_ masks: SegmentationSummary) -> [String] {
    [
      "  IoU with the target, median  \(number(masks.toTarget.before.iou.median)) before, "
        + "\(number(masks.toTarget.after.iou.median)) after, \(number(masks.toTarget.afterRounding.iou.median)) after rounding",
      "  Dice with the truth, median  \(number(masks.toTruth.before.dice.median)) before, "
        + "\(number(masks.toTruth.after.dice.median)) after",
    ]
  }

  private func text(_ share: Proportion) -> String {
    guard share.total > 0 else { return "none to count" }
    return String(
      format: "%.3f  (%d of %d, 95 %% interval %.3f to %.3f)", share.rate, share.count, share.total, share.lower,
      share.upper)
  }

  private func number(_ value: Double) -> String { value.isFinite ? String(format: "%.4g", value) : "none" }
}
