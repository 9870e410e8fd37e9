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

  public init(before: ScoreQuartiles, after: ScoreQuartiles, afterRounding: ScoreQuartiles) {
    self.before = before
    self.after = after
    self.afterRounding = afterRounding
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
    self.init(of: scores.reduce(into: ScoreColumns()) { $0.add($1) })
  }

  init(of columns: ScoreColumns) {
    iou = Quartiles(of: columns.iou)
    dice = Quartiles(of: columns.dice)
    pixelAccuracy = Quartiles(of: columns.pixelAccuracy)
    guard !columns.hausdorff95.isEmpty else { return }
    hausdorff95 = Quartiles(of: columns.hausdorff95)
    boundaryF1 = Quartiles(of: columns.boundaryF1)
    guard !columns.hausdorff95Millimetres.isEmpty else { return }
    hausdorff95Millimetres = Quartiles(of: columns.hausdorff95Millimetres)
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
