import Evaluation
import Foundation

/// An experiment's result in a few lines for a terminal.
struct ExperimentText {
  private let result: ExperimentResult

  init(_ result: ExperimentResult) { self.result = result }

  var lines: [String] {
    result.description.victims.flatMap { victim in
      let rows = result.rows.filter { $0.victim == victim.name }
      guard let first = rows.first else { return ["\(victim.name): nothing is finished"] }
      return ["\(victim.name): clean accuracy \(Self.share(first.cleanAccuracy))"]
        + rows.filter { $0.attack.severity == nil }.map { row in
          "  \(Self.padded(row.attack.label, 34)) success \(Self.share(row.success))  L2 \(Self.number(row.sizes.l2.median))"
            + ", Linf \(Self.number(row.sizes.linf.median))"
            + (row.auditFailures > 0 ? "  AUDIT FAILED for \(row.auditFailures)" : "")
        }
        + result.worstCases.filter { $0.victim == victim.name }.map { worst in
          "  worst case \(worst.norm) \(StudyNumber.text(worst.size))"
            + (worst.region == "all" ? "" : " in \(worst.region)")
            + (worst.goal == ExperimentGoal.untargeted ? "" : " to \(worst.goal)")
            + ": robust accuracy \(Self.share(worst.robustAccuracy))"
        }
        + result.corruptions.filter { $0.victim == victim.name }.flatMap(Self.corruptions)
    } + sanity
  }

  private static func corruptions(_ result: CorruptionResult) -> [String] {
    result.means.map { mean in
      "  accuracy under \(Wording.count(mean.corruptions, "corruption"))"
        + (result.region == "all" ? "" : " in \(result.region)")
        + (mean.severity.map { " of severity \($0)" } ?? " on average") + ": " + String(format: "%.3f", mean.accuracy)
    }
  }

  private var sanity: [String] {
    result.sanity.flatMap { victim in
      victim.checks.filter { $0.verdict == .fail || $0.verdict == .warn }.map {
        "\($0.verdict.rawValue): \(victim.victim): \($0.name): \($0.words)"
      }
    }
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private static func share(_ share: Proportion) -> String {
    guard share.total > 0 else { return "none to count" }
    return String(
      format: "%.3f (%d of %d, %.3f to %.3f)", share.rate, share.count, share.total, share.lower, share.upper)
  }

  private static func number(_ value: Double) -> String { value.isFinite ? String(format: "%.4g", value) : "–" }
}
