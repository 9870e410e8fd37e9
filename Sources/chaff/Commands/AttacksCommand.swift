import ArgumentParser
import Attacks

struct AttacksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attacks", abstract: "The attacks on classifiers: what they do, what they need, what can be set.",
    discussion: """
      Examples:
        chaff attacks
        chaff attacks fmn
      """)

  @Argument(help: "One attack, with its settings and its source.") var name: String?
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard let name else { return }
    do { _ = try AttackCatalogue.entry(named: name) } catch { throw ValidationError("\(error)") }
  }

  func run() throws {
    let entries = try name.map { [try AttackCatalogue.entry(named: $0)] } ?? AttackCatalogue.entries
    let facts = entries.map(AttackFacts.init)
    if json { return Console.print(try JSONText.of(facts)) }
    Console.print(name == nil ? AttackFacts.table(facts) : facts.map(\.text).joined(separator: "\n"))
  }
}

/// An entry of the catalogue as a person or a program reads it.
private struct AttackFacts: Encodable {
  struct Setting: Encodable {
    let name: String
    let usual: String
    let help: String?
  }

  let name: String
  let summary: String
  let source: String
  let measure: String
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
    var settings: [Setting] = []
    func add(_ option: String, _ value: (some Any)?) {
      if let value { settings.append(Setting(name: option, usual: "\(value)", help: nil)) }
    }
    if entry.measure != .unbounded { add("--size", entry.measure == .fixedSize ? "none: must be given" : "any") }
    add("--steps", usual.steps)
    if usual.takesStepSize { add("--step-size", "the attack's own") }
    add("--restarts", usual.restarts)
    add("--queries", usual.queries)
    add("--loss", usual.loss?.rawValue)
    add("--confidence", usual.confidence)
    for option in usual.options {
      let isWhole = option.usual == option.usual.rounded()
      settings.append(
        Setting(
          name: "--set \(option.name)=", usual: isWhole ? "\(Int(option.usual))" : "\(option.usual)", help: option.help)
      )
    }
    self.settings = settings
  }

  var text: String {
    let lines =
      [
        name, "  \(summary).", "  source      \(source)", "  finds       \(measure)", "  needs       \(needs)",
        "  norms       \(norms.isEmpty ? "none" : norms.joined(separator: ", "))",
      ] + settings.map { "  \($0.name)  \($0.usual)" + ($0.help.map { "  (\($0))" } ?? "") }
    return lines.joined(separator: "\n")
  }

  static func table(_ facts: [AttackFacts]) -> String {
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(1, width - text.count))
    }
    return facts.map {
      padded($0.name, 19) + padded($0.needs, 11) + padded($0.norms.joined(separator: " "), 17)
        + padded($0.measure, 22) + $0.summary
    }.joined(separator: "\n")
  }
}
