/// How well a predicted class map agrees with another one.
public struct MaskScores: Sendable, Codable, Equatable {
  /// Intersection over union per class; 1 where the class is in neither map.
  @FiniteOrNull public var iou: [Double]
  /// Dice coefficient per class; 1 where the class is in neither map.
  @FiniteOrNull public var dice: [Double]
  /// Means over the classes that occur in either map, the background left out; 1 where none occurs.
  @FiniteOrNull public var meanIoU: Double
  @FiniteOrNull public var meanDice: Double
  /// The share of pixels with the same class.
  @FiniteOrNull public var pixelAccuracy: Double
  /// The classes that are in neither map, whose 1 was defined rather than measured.
  public var emptyClasses: [Int]
  /// How near the outlines lie to each other; nil where nobody asked, and in older records.
  public var boundary: BoundaryScores?

  public init(
    iou: [Double], dice: [Double], meanIoU: Double, meanDice: Double, pixelAccuracy: Double, emptyClasses: [Int]
  ) {
    self.iou = iou
    self.dice = dice
    self.meanIoU = meanIoU
    self.meanDice = meanDice
    self.pixelAccuracy = pixelAccuracy
    self.emptyClasses = emptyClasses
  }
}

/// Scores of one reference map against the predictions on the clean, the adversarial and the rounded input.
public struct MaskComparison: Sendable, Codable, Equatable {
  public var before: MaskScores
  public var after: MaskScores
  /// Of the adversarial input rounded to the stored type; nil when not asked for.
  public var afterRounding: MaskScores?

  public init(before: MaskScores, after: MaskScores, afterRounding: MaskScores? = nil) {
    self.before = before
    self.after = after
    self.afterRounding = afterRounding
  }
}
