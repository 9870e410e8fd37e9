import Evaluation

/// Robust accuracy against the size of the perturbation.
struct RobustnessSection {
  let result: ExperimentResult
  let exhibits: Exhibits

  private struct Kind: Hashable {
    let norm: String
    let region: String
  }

  func markup() throws -> Markup? {
    let kinds = grouped(result.curves) { Kind(norm: $0.norm, region: $0.region) }
    guard !kinds.isEmpty else { return nil }
    return .fragment([
      .tag(
        "p",
        "Untargeted attacks, the worst case over all of them: a sample is lost from its smallest known success on. Attacks "
          + "that look for the smallest perturbation give the whole curve; those of a fixed size add to it where they did better."
      ),
      .fragment(try kinds.map { kind, curves in try chart(kind, curves) }),
    ])
  }

  private func chart(_ kind: Kind, _ curves: [RobustnessCurve]) throws -> Markup {
    let positions = Set(curves.flatMap { $0.points.map(\.size) }).sorted()
    let series = curves.map { curve in
      CurveChart.Series(curve.victim, positions.map { Self.value(of: curve, at: $0) })
    }
    let name = StudyWords.norm(kind.norm) + ExperimentWords.place(kind.region)
    let chart = CurveChart(
      id: "robustness-\(kind.norm)-\(result.curves.firstIndex { $0.region == kind.region } ?? 0)",
      title: "Robust accuracy against \(name)",
      summary: curves.map { "\($0.victim): \($0.points.count) points" }.joined(separator: "; "),
      axisTitle: "size (\(name)), input units", positions: positions,
      panels: [.init("robust accuracy", series, range: 0...1)])
    return try exhibits.chart("Robust accuracy against the size of the perturbation, \(name).", chart.drawing)
  }

  /// A step curve: the last point that is not beyond the size.
  private static func value(of curve: RobustnessCurve, at size: Double) -> Double {
    curve.points.last { $0.size <= size }?.robustAccuracy.rate ?? .nan
  }
}
