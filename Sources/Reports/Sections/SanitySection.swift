import Evaluation

/// The sanity battery: whether the attack got a fair chance and kept its rules.
struct SanitySection {
  let checks: [SanityCheck]

  static func word(_ verdict: SanityCheck.Verdict) -> String {
    switch verdict {
    case .pass: "pass"
    case .warn: "warning"
    case .fail: "failed"
    case .notApplicable: "not applicable"
    }
  }

  var markup: Markup {
    guard !checks.isEmpty else { return .tag("p", "No check was made.") }
    return DataTable(
      "Automatic checks of this run", columns: [.text("Check"), .text("Verdict"), .text("What was found")],
      rows: checks.map { [.text($0.name), verdict($0.verdict), .text($0.words)] }
    ).markup
  }

  private func verdict(_ verdict: SanityCheck.Verdict) -> Markup {
    let (sign, style) =
      switch verdict {
      case .pass: ("✓", "pass")
      case .warn: ("!", "warn")
      case .fail: ("✕", "fail")
      case .notApplicable: ("–", "none")
      }
    return .tag("span", ["class": "verdict verdict-\(style)"], "\(sign) \(SanitySection.word(verdict))")
  }
}
