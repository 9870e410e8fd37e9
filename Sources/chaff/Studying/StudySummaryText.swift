import Evaluation
import Foundation

/// A study's result in a few lines for a terminal.
struct StudySummaryText {
  private let result: StudyResult

  init(_ result: StudyResult) { self.result = result }

  var lines: [String] {
    victims + threats + padding + importance + defences + plausible + [""]
  }

  private var victims: [String] {
    ["Clean accuracy"] + result.victims.map { "  \(Self.padded($0.name, 34)) \(Self.share($0.cleanAccuracy))" }
  }

  private var threats: [String] {
    guard !result.threats.isEmpty else { return [] }
    return ["Threat models"]
      + result.threats.map {
        "  \(Self.padded($0.threat.rawValue, 30)) \(Self.padded($0.attack, 9)) \(Self.padded($0.goal.rawValue, 10)) "
          + "\(Self.share($0.measure.success))  L2 \(Self.number($0.measure.l2.median))"
      }
  }

  private var padding: [String] {
    guard let size = result.padding.map(\.size).max() else { return [] }
    let lines = result.victims.flatMap { victim in
      PaddingMode.allCases.compactMap { mode in
        paddingCurve(result.padding.filter { $0.victim == victim.name && $0.mode == mode && $0.size == size })
      }
    }
    return ["Padding alone, size \(Self.number(size)): success (at this share of padding frames)"] + lines
  }

  /// One mode of one victim, from little padding to much; sizes below the largest are in the report.
  private func paddingCurve(_ points: [PaddingPoint]) -> String? {
    guard let first = points.first else { return nil }
    let curve = points.sorted { $0.meanShare < $1.meanShare }.map {
      "\(Self.percent($0.measure.success.rate)) (\(String(format: "%.0f", 100 * $0.meanShare)) %)"
    }
    return "  \(Self.padded(first.victim, 24)) \(Self.padded(first.mode.rawValue, 11)) "
      + curve.joined(separator: "  ")
  }

  private var importance: [String] {
    guard !result.importance.isEmpty else { return [] }
    return ["Perturbation and Grad-CAM frame by frame"]
      + result.importance.map {
        "  \(Self.padded($0.victim, 24)) \(Self.padded($0.region, 8)) correlation "
          + "\(Self.number($0.rankCorrelation.median)), energy in the top frames "
          + "\(Self.percent($0.energyInTopFrames.median)) (by chance \(Self.percent($0.energyInRandomFrames.median)))"
      }
  }

  private var defences: [String] {
    guard !result.defences.isEmpty else { return [] }
    return ["Defences"]
      + result.defences.map {
        "  \(Self.padded($0.victim, 24)) \(Self.padded($0.defence, 26)) clean \(Self.percent($0.cleanAccuracy.rate)), "
          + "padding \(Self.percent($0.paddingAdaptively.success.rate)), "
          + "all frames \(Self.percent($0.allFramesAdaptively.success.rate))"
      }
  }

  private var plausible: [String] {
    guard !result.plausible.isEmpty else { return [] }
    return ["Restricted perturbations"]
      + result.plausible.map {
        "  \(Self.padded($0.victim, 24)) \(Self.padded($0.restriction, 26)) \(Self.share($0.measure.success))"
      }
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text.count >= width ? text : text + String(repeating: " ", count: width - text.count)
  }

  private static func share(_ proportion: Proportion) -> String {
    guard proportion.total > 0 else { return "none to count" }
    return String(
      format: "%5.1f %% (%d of %d, 95 %% interval %.1f to %.1f %%)", 100 * proportion.rate, proportion.count,
      proportion.total, 100 * proportion.lower, 100 * proportion.upper)
  }

  private static func percent(_ rate: Double) -> String { rate.isFinite ? String(format: "%.1f %%", 100 * rate) : "–" }

  private static func number(_ value: Double) -> String { value.isFinite ? String(format: "%.3g", value) : "–" }
}
