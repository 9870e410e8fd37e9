import Evaluation

/// What every report says in the same words about settings, program, machine and command.
enum Provenance {
  static func settings(_ settings: [Setting], caption: String = "Every setting, defaults included") -> Markup {
    guard !settings.isEmpty else { return .tag("p", "No settings were recorded.") }
    return FactTable(caption, settings.map { ($0.name, .text(value(of: $0))) }).markup
  }

  static func value(of setting: Setting) -> String {
    [setting.value, setting.unit].compactMap(\.self).joined(separator: " ")
  }

  static func machine(_ versions: [Version], _ processor: Processor, seed: UInt64) -> [(String, Markup)] {
    versions.map { ($0.name, .text($0.version)) } + [
      ("Processor", .text(processor.model)), ("Instruction sets", .text(processor.features.joined(separator: ", "))),
      ("Threads", .text("\(processor.threads)")), ("Seed", .text("\(seed)")),
    ]
  }

  static func hash(_ value: String) -> Markup { .tag("code", value) }

  /// A command as typed, with quotes where a shell needs them.
  static func command(_ arguments: [String]) -> Markup {
    let line = arguments.map { argument in
      let isPlain = !argument.isEmpty && argument.allSatisfy { $0.isLetter || $0.isNumber || "-_./=:,@%+".contains($0) }
      return isPlain ? argument : "'" + argument.replacing("'", with: "'\\''") + "'"
    }
    return .tag("p") { Markup.tag("code", line.joined(separator: " ")) }
  }
}
