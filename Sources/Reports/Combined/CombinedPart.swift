import Evaluation

/// One run on a page of several: headline, attacks, samples; checks and settings folded away.
struct CombinedPart {
  let context: ReportContext
  /// The run folder's name.
  let folder: String?

  func markup() throws -> Markup {
    .fragment([
      .tag("p", ["class": "subtitle"]) {
        PageFrame.subtitle(
          [
            .name(context.run.model.file), " on ", .name(context.run.data.folder),
            .text(", \(Numeral.count(context.run.data.selected, "sample"))"),
          ], started: context.run.created)
      },
      HeadlineSection(context: context).markup,
      context.summary.attacks.count > 1 ? try ComparisonSection(context: context).markup() : .nothing,
      context.sampleLimit > 0 ? try samples() : .nothing, try attacks(),
      folded("Sanity battery", SanitySection(checks: context.summary.sanity).markup),
      folded("Settings and provenance", SettingsSection(run: context.run, summary: context.summary).markup), rest,
    ])
  }

  private func samples() throws -> Markup {
    .fragment([.tag("h3", "A handful of samples"), try SampleSections(context: context).markup()])
  }

  private func attacks() throws -> Markup {
    .fragment(
      try context.summary.attacks.enumerated().map { index, attack in
        folded(
          "Every number of \(attack.name)",
          try AttackSection(context: context, attack: attack, number: index + 1).markup())
      })
  }

  private func folded(_ title: String, _ content: Markup) -> Markup {
    .tag("details") {
      Markup.tag("summary", title)
      content
    }
  }

  private var rest: Markup {
    guard let folder else { return .nothing }
    return .tag("p", ["class": "note"]) {
      "Every record, array and figure of this run is in its folder, "
      Markup.tag("code", folder)
      "."
    }
  }
}
