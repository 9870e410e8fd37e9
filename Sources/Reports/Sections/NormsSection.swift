import Evaluation

/// How large the perturbations were: a table with quartiles and a histogram.
struct NormsSection {
  let context: ReportContext
  let attack: AttackSummary
  /// Prefix of figure names, unique per attack.
  let prefix: String

  func markup() throws -> Markup {
    .fragment([
      .tag("h3", "Size of the perturbation"),
      table("Successful attacks", attack.successSizes),
      attack.counts.failed > 0 ? table("All attempts, failed ones included", attack.attackedSizes) : .nothing,
      try histogram(), cost,
    ])
  }

  private func table(_ caption: String, _ sizes: SizeQuartiles) -> Markup {
    guard sizes.l2.count > 0 || sizes.l0.count > 0 else {
      return .tag("p", ["class": "note"], "\(caption): none to measure.")
    }
    let rows: [(String, Quartiles)] = [
      ("L0: values changed", sizes.l0), ("L1: sum of changes", sizes.l1), ("L2: Euclidean length", sizes.l2),
      ("L∞: largest change", sizes.linf), ("PSNR, dB (higher is fainter)", sizes.psnr),
      ("SSIM (1 is identical)", sizes.ssim),
    ]
    return DataTable(
      "\(caption); norms in the model’s input units",
      columns: [
        .text("Measure"), .number("Median"), .number("Lower quartile"), .number("Upper quartile"), .number("Smallest"),
        .number("Largest"), .number("Mean"), .number("Samples"),
      ], rows: rows.map { row($0, $1) }
    ).markup
  }

  private func row(_ name: String, _ quartiles: Quartiles) -> [Markup] {
    let numbers = [
      quartiles.median, quartiles.lower, quartiles.upper, quartiles.minimum, quartiles.maximum, quartiles.mean,
    ]
    return [.text(name)] + numbers.map { .text(name.hasPrefix("L0") ? whole($0) : Numeral.significant($0)) }
      + [.text(Numeral.count(quartiles.count))]
  }

  private func whole(_ value: Double) -> String {
    Int(exactly: value.rounded()).map { Numeral.count($0) } ?? Numeral.missing
  }

  private func histogram() throws -> Markup {
    guard let histogram = context.gathering.histograms[attack.name], histogram.total > 4 else { return .nothing }
    let chart = HistogramChart(
      id: "\(prefix)-l2", title: "L2 norm of successful perturbations, \(attack.name)",
      summary: "Histogram of \(Numeral.count(histogram.total)) norms; median "
        + "\(Numeral.significant(attack.successSizes.l2.median)).",
      axisTitle: "L2 norm (input units), successful attacks", histogram: histogram, quartiles: attack.successSizes.l2)
    return try context.figures.chart(caption: "How many successes needed how large a change.", chart.drawing)
  }

  private var cost: Markup {
    let cost = attack.cost
    guard cost.forwards.count > 0 else { return .nothing }
    return .tag(
      "p", ["class": "note"],
      "Cost per attacked sample (median): \(Numeral.compact(cost.iterations.median)) iterations, "
        + "\(Numeral.compact(cost.forwards.median)) forward and \(Numeral.compact(cost.backwards.median)) "
        + "backward passes.")
  }
}
