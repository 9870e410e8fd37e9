/// Agreement of many predictions with their reference maps, as far as quartiles need it: a few numbers an image.
struct ScoreColumns {
  private(set) var iou: [Double] = []
  private(set) var dice: [Double] = []
  private(set) var pixelAccuracy: [Double] = []
  /// Of the images whose outlines were measured.
  private(set) var hausdorff95: [Double] = []
  private(set) var boundaryF1: [Double] = []
  /// Of those whose pixel spacing is known as well.
  private(set) var hausdorff95Millimetres: [Double] = []

  mutating func add(_ scores: MaskScores) {
    iou.append(scores.meanIoU)
    dice.append(scores.meanDice)
    pixelAccuracy.append(scores.pixelAccuracy)
    guard let boundary = scores.boundary else { return }
    hausdorff95.append(boundary.meanHausdorff95)
    boundaryF1.append(boundary.meanF1)
    if let distances = boundary.millimetres { hausdorff95Millimetres.append(distances.meanHausdorff95) }
  }
}

/// The same before and after an attack, and after rounding its answer.
struct ComparisonColumns {
  private var before = ScoreColumns()
  private var after = ScoreColumns()
  private var afterRounding = ScoreColumns()

  mutating func add(_ comparison: MaskComparison) {
    before.add(comparison.before)
    after.add(comparison.after)
    if let scores = comparison.afterRounding { afterRounding.add(scores) }
  }

  var quartiles: ComparisonQuartiles {
    ComparisonQuartiles(
      before: ScoreQuartiles(of: before), after: ScoreQuartiles(of: after),
      afterRounding: ScoreQuartiles(of: afterRounding))
  }
}
