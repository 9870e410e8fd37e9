import Evaluation

/// Every caveat of the run, word for word, and every check that did not pass.
struct CaveatSection {
  let run: RunDescription
  let summary: RunSummary
  /// Lines of records.jsonl that could not be read.
  let unreadable: Int
  var prefix = ""

  /// The run's caveats, then those that the summary adds.
  private var caveats: [String] { run.caveats + summary.caveats.filter { !run.caveats.contains($0) } }
  private var doubts: [SanityCheck] { summary.sanity.filter { $0.verdict == .fail || $0.verdict == .warn } }

  var markup: Markup {
    CaveatBox(items: caveats.map { .text($0) } + [missing].compactMap(\.self) + doubted, prefix: prefix).markup
  }

  private var missing: Markup? {
    guard unreadable > 0 else { return nil }
    return .text("\(Numeral.count(unreadable, "line")) of records.jsonl could not be read and are missing below.")
  }

  private var doubted: [Markup] {
    doubts.map { check in
      .fragment([
        .tag("strong", "Check “\(check.name)”: \(SanitySection.word(check.verdict)). "), .text(check.words),
      ])
    }
  }
}
