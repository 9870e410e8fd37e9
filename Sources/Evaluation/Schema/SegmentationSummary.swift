/// What one attack did to a segmentation network.
public struct SegmentationSummary: Sendable, Codable, Equatable {
  /// Which mask the attack is about; nil, in older summaries too, is a target to draw.
  public var goalMask: GoalMask?
  /// Agreement of the predictions with the masks that the attack is about, over the attacked samples.
  public var toTarget: ComparisonQuartiles
  /// Agreement with the true masks, over the attacked samples that have one.
  public var toTruth: ComparisonQuartiles
  public var perClass: [SegmentationClassRow]
  /// After saving in other forms; nil where it was not asked for.
  public var afterStorage: [StorageRow]?
  /// The share of pixels that are as the attacker wants; nil in older summaries.
  public var pixelSuccess: Quartiles?

  public init(
    toTarget: ComparisonQuartiles, toTruth: ComparisonQuartiles, perClass: [SegmentationClassRow]
  ) {
    self.toTarget = toTarget
    self.toTruth = toTruth
    self.perClass = perClass
  }
}

/// Distributions of mask scores before and after an attack, and after rounding its answer.
public struct ComparisonQuartiles: Sendable, Codable, Equatable {
  public var before: ScoreQuartiles
  public var after: ScoreQuartiles
  public var afterRounding: ScoreQuartiles

  public init(of comparisons: [MaskComparison]) {
    before = ScoreQuartiles(of: comparisons.map(\.before))
    after = ScoreQuartiles(of: comparisons.map(\.after))
    afterRounding = ScoreQuartiles(of: comparisons.compactMap(\.afterRounding))
  }
}

/// Distributions of the scores of class maps.
public struct ScoreQuartiles: Sendable, Codable, Equatable {
  public var iou: Quartiles
  public var dice: Quartiles
  public var pixelAccuracy: Quartiles
  /// Of the means over classes; nil in older summaries.
  public var hausdorff95: Quartiles?
  public var boundaryF1: Quartiles?
  /// Over the samples whose pixel spacing is known; nil where none is, and in older summaries.
  public var hausdorff95Millimetres: Quartiles?

  public init(of scores: [MaskScores]) {
    iou = Quartiles(of: scores.map(\.meanIoU))
    dice = Quartiles(of: scores.map(\.meanDice))
    pixelAccuracy = Quartiles(of: scores.map(\.pixelAccuracy))
    let boundaries = scores.compactMap(\.boundary)
    guard !boundaries.isEmpty else { return }
    hausdorff95 = Quartiles(of: boundaries.map(\.meanHausdorff95))
    boundaryF1 = Quartiles(of: boundaries.map(\.meanF1))
    let distances = boundaries.compactMap(\.millimetres)
    if !distances.isEmpty { hausdorff95Millimetres = Quartiles(of: distances.map(\.meanHausdorff95)) }
  }
}

/// One class of a segmentation run; images in which the class is in neither map are left out.
public struct SegmentationClassRow: Sendable, Codable, Equatable {
  public var `class`: Int
  public var name: String
  public var targetIoUBefore: Quartiles
  public var targetIoUAfter: Quartiles
  public var truthDiceBefore: Quartiles
  public var truthDiceAfter: Quartiles

  public init(
    class label: Int, name: String, targetIoUBefore: Quartiles, targetIoUAfter: Quartiles, truthDiceBefore: Quartiles,
    truthDiceAfter: Quartiles
  ) {
    self.class = label
    self.name = name
    self.targetIoUBefore = targetIoUBefore
    self.targetIoUAfter = targetIoUAfter
    self.truthDiceBefore = truthDiceBefore
    self.truthDiceAfter = truthDiceAfter
  }
}
