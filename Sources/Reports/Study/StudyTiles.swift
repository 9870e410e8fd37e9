import Evaluation

/// The few numbers of a study that stand large.
struct StudyTiles {
  let result: StudyResult

  var tiles: [Tile] { [accuracy, whiteBox, neither, padding, correlation].compactMap(\.self) }

  private var accuracy: Tile? {
    guard let range = StudyRange(result.victims.map(\.cleanAccuracy)) else { return nil }
    guard result.victims.count > 1 else { return Tile("Accuracy, untouched", range.highest) }
    return Tile(
      "Accuracy, untouched", span(range),
      "\(Numeral.count(result.victims.count)) victims, \(Numeral.count(range.highest.total)) recordings each")
  }

  private var whiteBox: Tile? { best("Strongest white-box attack", .whiteBox) }
  private var neither: Tile? { best("Strongest attack knowing neither", .neither) }

  private func best(_ label: String, _ threat: ThreatModel) -> Tile? {
    let rows = result.threats.filter { $0.threat == threat && $0.goal == .untargeted && $0.measure.success.total > 0 }
    guard let row = rows.max(by: { $0.measure.success.rate < $1.measure.success.rate }) else { return nil }
    let share = row.measure.success
    return Tile(
      label, Numeral.percent(share.rate),
      "\(row.attack); \(Numeral.count(share.count)) of \(Numeral.count(share.total)); 95\(Numeral.thinSpace)%: "
        + Words.interval(share))
  }

  private var padding: Tile? {
    guard let corner = StudyPaddingCorner(result.padding), let range = StudyRange(corner.points.map(\.measure.success))
    else { return nil }
    return Tile(
      "Padding alone, success", span(range),
      "\(Numeral.percent(corner.share, places: 0)) padding, \(StudyCells.budget(corner.norm, corner.size))")
  }

  private var correlation: Tile? {
    let medians = result.importance.filter { $0.rankCorrelation.count > 0 }.map(\.rankCorrelation.median)
    guard let low = medians.min(), let high = medians.max() else { return nil }
    let words = [low, high].map(StudyCells.hundredths)
    return Tile(
      "Perturbation and Grad-CAM",
      words[0] == words[1] ? words[0] : low < 0 ? "\(words[0]) to \(words[1])" : "\(words[0])–\(words[1])",
      "median rank correlation per frame, \(Numeral.count(medians.count, "case"))")
  }

  private func span(_ range: StudyRange) -> String {
    let low = Numeral.fixed(range.lowest.rate * 100, places: 0), high = Numeral.percent(range.highest.rate, places: 0)
    return high.hasPrefix(low + Numeral.thinSpace) ? high : "\(low)–\(high)"
  }
}
