import Attacks
import Foundation

/// An entry of the catalogue as a person or a program reads it.
struct AttackFacts: Encodable {
  struct Setting: Encodable {
    let name: String
    let usual: String
    let help: String?
  }

  let name: String
  let summary: String
  let source: String
  let measure: String
  /// What it must be able to ask of a classifier; for masks what it can do with one.
  let needs: String
  let norms: [String]
  let settings: [Setting]

  init(_ entry: AttackEntry) {
    name = entry.name
    summary = entry.summary
    source = entry.source
    measure = entry.measure.rawValue
    needs = "\(entry.needs)"
    norms = entry.norms.map(\.rawValue)
    let usual = entry.defaults
    settings = Self.settings(
      entry.measure,
      [
        ("--steps", usual.steps.map(String.init)), ("--step-size", usual.takesStepSize ? "the attack's own" : nil),
        ("--restarts", usual.restarts.map(String.init)), ("--queries", usual.queries.map { "\($0)" }),
        ("--loss", usual.loss?.rawValue), ("--confidence", usual.confidence.map { "\($0)" }),
      ], usual.options)
  }

  init(_ entry: MaskAttackEntry) {
    name = entry.name
    summary = entry.summary
    source = entry.source
    measure = entry.measure.rawValue
    needs = entry.aims.map(\.rawValue).joined(separator: " ")
    norms = entry.norms.map(\.rawValue)
    let usual = entry.defaults
    settings = Self.settings(
      entry.measure,
      [
        ("--steps", usual.steps.map(String.init)), ("--step-size", usual.takesStepSize ? "the attack's own" : nil),
        ("--restarts", usual.restarts.map(String.init)), ("--loss", usual.loss?.rawValue),
        ("--goal", "\(usual.success.measure.rawValue):\(usual.success.share)"),
      ], usual.options)
  }

  private static func settings(
    _ measure: AttackEntry.Measure, _ shared: [(name: String, usual: String?)], _ own: [AttackOption]
  ) -> [Setting] {
    let size = measure == .unbounded ? nil : measure == .fixedSize ? "none: must be given" : "any"
    return ([("--size", size)] + shared).compactMap { name, usual in
      usual.map { Setting(name: name, usual: $0, help: nil) }
    }
      + own.map { option in
        let isWhole = option.usual == option.usual.rounded()
        let usual = isWhole ? "\(Int(option.usual))" : "\(option.usual)"
        return Setting(name: "--set \(option.name)=", usual: usual, help: option.help)
      }
  }

  var text: String {
    let lines =
      [
        name, "  \(summary).", "  source      \(source)", "  finds       \(measure)", "  needs       \(needs)",
        "  norms       \(norms.isEmpty ? "none" : norms.joined(separator: ", "))",
      ] + settings.map { "  \($0.name)  \($0.usual)" + ($0.help.map { "  (\($0))" } ?? "") }
    return lines.joined(separator: "\n")
  }

  /// One line each, in columns as wide as their widest entry.
  static func table(_ facts: [AttackFacts]) -> String {
    let rows = facts.map { [$0.name, $0.needs, $0.norms.joined(separator: " "), $0.measure] }
    let widths = (rows.first ?? []).indices.map { column in (rows.map { $0[column].count }.max() ?? 0) + 2 }
    return zip(rows, facts).map { row, fact in
      zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }.joined() + fact.summary
    }.joined(separator: "\n")
  }
}
