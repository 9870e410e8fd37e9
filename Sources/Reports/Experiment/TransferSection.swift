import Evaluation

/// What was found on one victim, judged on every other.
struct TransferSection {
  let result: ExperimentResult
  let exhibits: Exhibits

  var markup: Markup? {
    guard !result.transfers.isEmpty else { return nil }
    return .fragment([
      .tag(
        "p",
        "Rows are the victims that an attack searched on, columns those that judged what it found; where both are the same, it is "
          + "the attack on the victim itself. Every share is of the samples that the judging victim has right."),
      .fragment(result.transfers.map(table)),
    ])
  }

  private func table(_ matrix: TransferMatrix) -> Markup {
    .fragment([
      exhibits.table(
        "Success of \(matrix.attack.label), searched on (rows) and judged on (columns), with 95 % intervals",
        [.text("Searched on")] + matrix.victims.map { .number($0) },
        zip(matrix.victims, matrix.cells).map { surrogate, row in [.name(surrogate)] + row.map(StudyCells.share) }),
      .tag("p", perSample(matrix)),
    ])
  }

  /// How many samples carry over never, sometimes and always.
  private func perSample(_ matrix: TransferMatrix) -> String {
    let none = matrix.perSample.count { $0.transferred == 0 }
    let all = matrix.perSample.count { $0.transferred == $0.pairs && $0.pairs > 0 }
    let rest = matrix.perSample.count - none - all
    return "Of \(Numeral.count(matrix.perSample.count, "sample")), \(none) carry over in no pair of different victims, "
      + "\(rest) in some and \(all) in all."
  }
}
