import Engine
import Foundation

extension ModelProfile {
  /// Tables in Markdown: the machine, the families, every step.
  var text: String {
    [heading, roofline.text, familyTable, verdict, stepTable].joined(separator: "\n\n")
  }

  private var heading: String {
    String(
      format: "%@, batch %d, %@: %.2f ms a forward pass with gradient (%.2f ms in its %d steps)", model, batch,
      precision,
      passMilliseconds, stepMilliseconds, steps.count)
  }

  private var verdict: String {
    String(format: "Beside convolutions: %.1f %% of the steps' time.", 100 * shareBesideConvolutions)
  }

  private var familyTable: String {
    MarkdownTable(columns: [
      ["family"] + families.map(\.family),
      ["steps"] + families.map { String($0.steps) },
      ["ms"] + families.map { String(format: "%.3f", $0.milliseconds) },
      ["share"] + families.map { Self.percent($0.share) },
      ["GFLOP/s"] + families.map { Self.rate($0.operations, $0.milliseconds) },
      ["of roofline"] + families.map { Self.percent($0.rooflineShare) },
    ]).text
  }

  private var stepTable: String {
    MarkdownTable(columns: [
      ["step"] + steps.map { $0.label.replacing("|", with: "/") },
      ["phase"] + steps.map(\.phase),
      ["ms"] + steps.map { String(format: "%.3f", $0.milliseconds) },
      ["share"] + steps.map { Self.percent($0.share) },
      ["GFLOP/s"] + steps.map { $0.gigaflops.map { String(format: "%.0f", $0) } ?? "" },
      ["GB/s"] + steps.map { String(format: "%.1f", $0.gigabytes) },
      ["of roofline"] + steps.map { Self.percent($0.rooflineShare) },
    ]).text
  }

  private static func percent(_ share: Double) -> String { String(format: "%.1f %%", 100 * share) }

  private static func rate(_ operations: Int, _ milliseconds: Double) -> String {
    operations > 0 && milliseconds > 0 ? String(format: "%.0f", Double(operations) / milliseconds / 1e6) : ""
  }
}
