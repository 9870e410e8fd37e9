import Evaluation

/// Every caveat of the run, word for word, and every check that did not pass.
struct CaveatSection {
  let run: RunDescription
  let summary: RunSummary
  /// Lines of records.jsonl that could not be read.
  let unreadable: Int

  /// The run's caveats, then those that the summary adds.
  private var caveats: [String] { run.caveats + summary.caveats.filter { !run.caveats.contains($0) } }
  private var doubts: [SanityCheck] { summary.sanity.filter { $0.verdict == .fail || $0.verdict == .warn } }

  var markup: Markup {
    guard !caveats.isEmpty || !doubts.isEmpty || unreadable > 0 else { return .nothing }
    return .tag("aside", ["class": "caveats", "aria-labelledby": "caveats"]) {
      Markup.tag("h2", ["id": "caveats"], "Before believing these numbers")
      Markup.tag("ul") {
        caveats.map { caveat in Markup.tag("li", caveat) }
        if unreadable > 0 {
          Markup.tag(
            "li", "\(Numeral.count(unreadable, "line")) of records.jsonl could not be read and are missing below.")
        }
        doubts.map { check in
          Markup.tag("li") {
            Markup.tag("strong", "Check “\(check.name)”: \(SanitySection.word(check.verdict)). ")
            check.words
          }
        }
      }
    }
  }
}
