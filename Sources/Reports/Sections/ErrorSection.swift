import Evaluation

/// The samples that could not be attacked, with the reasons.
struct ErrorSection {
  let context: ReportContext

  var markup: Markup {
    let errors = context.survey.errors
    let total = context.summary.counts.errors
    return .fragment([
      .tag("p", "These samples count neither as successes nor as failures."),
      DataTable(
        total > errors.count ? "The first \(errors.count); the others are in records.csv" : "Every one of them",
        columns: [.text("Sample"), .text("Attack"), .text("Reason")],
        rows: errors.map { [.name($0.sample), .name($0.attack), .name($0.message)] }
      ).markup,
    ])
  }
}
