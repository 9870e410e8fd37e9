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

  /// Programs, machine and seed, when it began, and what else belongs there.
  static func machine(
    _ versions: [Version], _ processor: Processor, seed: UInt64, started: String, _ more: [(String, Markup)] = []
  ) -> Markup {
    FactTable(
      "What ran, on what",
      versions.map { ($0.name, .text($0.version)) } + [
        ("Processor", .text(processor.model)), ("Instruction sets", .text(processor.features.joined(separator: ", "))),
        ("Threads", .text("\(processor.threads)")), ("Seed", .text("\(seed)")), ("Started", .text(started)),
      ] + more
    ).markup
  }

  /// "0 background, 1 vessel".
  static func classes(_ names: [String]) -> Markup {
    .name(names.enumerated().map { "\($0) \($1)" }.joined(separator: ", "))
  }

  static func hash(_ value: String) -> Markup { .tag("code", value) }

  /// How to make all of it again: "study".
  static func repetition(_ noun: String, _ arguments: [String]) -> Markup {
    .fragment([.tag("p", "The \(noun) is repeated, or taken up where it stopped, by"), command(arguments)])
  }

  /// A command as typed, with quotes where a shell needs them.
  static func command(_ arguments: [String]) -> Markup {
    let line = arguments.map { argument in
      let isPlain = !argument.isEmpty && argument.allSatisfy { $0.isLetter || $0.isNumber || "-_./=:,@%+".contains($0) }
      return isPlain ? argument : "'" + argument.replacing("'", with: "'\\''") + "'"
    }
    return .tag("p") { Markup.tag("code", line.joined(separator: " ")) }
  }
}
