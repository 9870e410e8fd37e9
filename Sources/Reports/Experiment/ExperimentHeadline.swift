import Evaluation

/// What an experiment found, in a few sentences.
struct ExperimentHeadline {
  let result: ExperimentResult

  var markup: Markup {
    .fragment([incomplete].compactMap(\.self) + sentences.map { sentence in .tag("p") { sentence } })
  }

  private var incomplete: Markup? {
    guard result.state == .interrupted else { return nil }
    return .tag("p") {
      Markup.tag("strong", "This experiment is not complete: ")
      "what follows is what is finished."
    }
  }

  private var sentences: [Markup] {
    let victims = result.description.victims.map(\.name)
    let made = victims.compactMap { victim -> Markup? in
      let rows = result.rows.filter { $0.victim == victim }
      guard let first = rows.first else { return nil }
      let worst = result.worstCases.filter { $0.victim == victim && $0.robustAccuracy.total > 0 }
      let lowest = worst.min { $0.robustAccuracy.rate < $1.robustAccuracy.rate }
      return .fragment(
        [.name(victim), .text(" names "), .tag("strong", Words.share(first.cleanAccuracy)), .text(" rightly")]
          + (lowest.map { worst in
            [
              .text("; when each sample meets the attack that is worst for it ("),
              .text(StudyCells.budget(worst.norm, worst.size)), .text("\(ExperimentWords.place(worst.region)))"),
              .text(" it is "), .tag("strong", Words.share(worst.robustAccuracy)), .text("."),
            ]
          } ?? [.text(".")]))
    }
    return made.isEmpty ? ["Nothing is finished yet, so there is nothing to report."] : made
  }
}

/// Words that the parts of the page share.
enum ExperimentWords {
  /// A region, with the form of the change where one was asked for: "frames:0-3, plausible: nonnegative".
  static func place(_ place: String) -> String {
    let end = place.firstRange(of: ", plausible: ")?.lowerBound ?? place.endIndex
    return (place[..<end] == "all" ? "" : ", in \(place[..<end]) alone") + place[end...]
  }

  static func goal(_ goal: String) -> String { goal == ExperimentGoal.untargeted ? "any wrong class" : goal }
}
