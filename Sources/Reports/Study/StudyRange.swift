import Evaluation

/// The smallest and the largest of several shares: what one sentence can say of a whole table.
struct StudyRange {
  let lowest: Proportion
  let highest: Proportion

  /// Nil when no share rests on a sample.
  init?(_ shares: [Proportion]) {
    let known = shares.filter { $0.total > 0 }
    guard let lowest = known.min(by: { $0.rate < $1.rate }), let highest = known.max(by: { $0.rate < $1.rate }) else {
      return nil
    }
    self.lowest = lowest
    self.highest = highest
  }

  /// "12.5–75.0 %", or the share with its interval when there is one only.
  var words: String {
    if lowest == highest { return Words.share(lowest) }
    return "\(Numeral.fixed(lowest.rate * 100, places: 1))–\(Numeral.percent(highest.rate))"
  }
}

/// The padding attack at its strongest setting: the largest budget and the largest share of padding tried.
struct StudyPaddingCorner {
  let norm: String
  let size: Double
  let share: Double
  let points: [PaddingPoint]

  /// Nil when nothing could be attacked.
  init?(_ padding: [PaddingPoint]) {
    let known = padding.filter { $0.measure.success.total > 0 && $0.size.isFinite && $0.wantedShare.isFinite }
    guard let norm = known.first?.norm else { return nil }
    let sameNorm = known.filter { $0.norm == norm }
    guard let size = sameNorm.map(\.size).max() else { return nil }
    let largest = sameNorm.filter { $0.size == size }
    guard let share = largest.map(\.wantedShare).max() else { return nil }
    self.norm = norm
    self.size = size
    self.share = share
    points = largest.filter { $0.wantedShare == share }
  }
}

/// Answers of a study that broke their rules.
struct StudyAudit {
  let failures: Int

  init(_ result: StudyResult) {
    let measures =
      result.threats.map(\.measure) + result.padding.map(\.measure) + result.context.map(\.measure)
      + result.plausible.map(\.measure)
      + result.defences.flatMap { [$0.paddingObliviously, $0.paddingAdaptively, $0.allFramesAdaptively] }
    failures = measures.reduce(0) { $0 &+ max(0, $1.auditFailures) }
  }
}
