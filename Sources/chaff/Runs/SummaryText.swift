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
    let goal = masks.goalMask ?? .target
    var lines = [
      course("IoU with \(goal.words)", masks.toTarget, \.iou)
        + ", \(number(masks.toTarget.afterRounding.iou.median)) after rounding"
    ]
    if goal != .target {
      lines.append(course("Dice with \(goal.words)", masks.toTarget, \.dice))
      lines.append(course("pixels as in \(goal.words)", masks.toTarget, \.pixelAccuracy))
    }
    if let pixels = masks.pixelSuccess {
      lines.append("  pixels as the attacker wants, median  \(number(pixels.median))")
    }
    lines += outlines(goal, masks.toTarget)
    for row in masks.afterStorage ?? [] {
      lines.append(
        "  after \(row.name)  success \(text(row.successRate)); median IoU with \(goal.words) \(number(row.iou.median))"
      )
    }
    if goal != .truth { lines.append(course("Dice with the truth", masks.toTruth, \.dice)) }
    return lines
  }

  /// Hausdorff-95 in pixels and, where the files say the spacing, in millimetres.
  private func outlines(_ goal: GoalMask, _ scores: ComparisonQuartiles) -> [String] {
    let units: [(String, KeyPath<ScoreQuartiles, Quartiles?>)] = [
      ("pixels", \.hausdorff95), ("millimetres", \.hausdorff95Millimetres),
    ]
    return units.compactMap { unit, measure in
      guard let before = scores.before[keyPath: measure], let after = scores.after[keyPath: measure] else { return nil }
      return "  Hausdorff-95 to \(goal.words), median  \(number(before.median)) before, \(number(after.median)) after "
        + "(\(unit))"
    }
  }

  private func course(
    _ name: String, _ scores: ComparisonQuartiles, _ measure: KeyPath<ScoreQuartiles, Quartiles>
  ) -> String {
    "  \(name), median  \(number(scores.before[keyPath: measure].median)) before, "
      + "\(number(scores.after[keyPath: measure].median)) after"
  }

  private func text(_ share: Proportion) -> String {
    guard share.total > 0 else { return "none to count" }
    return String(
      format: "%.3f  (%d of %d, 95 %% interval %.3f to %.3f)", share.rate, share.count, share.total, share.lower,
      share.upper)
  }

  private func number(_ value: Double) -> String { value.isFinite ? String(format: "%.4g", value) : "none" }
}
