internal import Attacks
internal import Tensors

/// When a segmentation attack has succeeded.
///
/// The threshold is what must be attained: for a mask to draw the agreement with it, for a mask to destroy what is missing
/// to full agreement.
public struct MaskCriterion: Sendable, Equatable, CustomStringConvertible {
  public enum Measure: String, Sendable, CaseIterable { case meanIoU, pixelAccuracy }

  public var measure: Measure
  /// 0...1; reaching it is enough.
  public var threshold: Double
  /// The mask that the attack is about.
  public var goalMask: GoalMask
  /// Left out of the mean IoU and Dice.
  public var background: Int?
  /// Pixels whose reference has this class do not count.
  public var ignored: Int?

  public init(
    _ measure: Measure = .meanIoU, threshold: Double = 0.9, background: Int? = 0, ignored: Int? = nil,
    goalMask: GoalMask = .target
  ) {
    precondition((0...1).contains(threshold), "MaskCriterion: the threshold must be in 0...1, is \(threshold)")
    self.measure = measure
    self.threshold = threshold
    self.background = background
    self.ignored = ignored
    self.goalMask = goalMask
  }

  public var description: String {
    let limit = goalMask.aim == .draw ? "at least \(threshold)" : "at most \(largestAgreement)"
    return switch measure {
    case .meanIoU: "mean IoU with \(goalMask.words) of \(limit)"
    case .pixelAccuracy: "\(limit) of the pixels have \(goalMask.words)'s class"
    }
  }

  /// What may be left of a mask to destroy, without the noise of the subtraction.
  private var largestAgreement: Double { (1e6 * (1 - threshold)).rounded() / 1e6 }

  private func value(_ scores: MaskScores) -> Double {
    switch measure {
    case .meanIoU: scores.meanIoU
    case .pixelAccuracy: scores.pixelAccuracy
    }
  }

  /// How much of the goal is attained, 0...1.
  func attained(_ scores: MaskScores) -> Double { goalMask.aim == .draw ? value(scores) : 1 - value(scores) }

  func isMet(by scores: MaskScores) -> Bool { attained(scores) >= threshold }

  func scores(_ predicted: ClassMap, against reference: ClassMap, classCount: Int, spacing: PixelSpacing?)
    -> MaskScores
  {
    var scores = MaskAgreement.scores(
      predicted: predicted.classes, reference: reference.classes, classCount: classCount, background: background,
      ignored: ignored)
    scores.boundary = BoundaryAgreement.scores(
      predicted: predicted, reference: reference, classCount: classCount, background: background, ignored: ignored,
      spacing: spacing)
    return scores
  }

  /// The share of pixels that are as the attacker wants: the attack pixel success rate.
  func pixelSuccess(_ scores: MaskScores) -> Double {
    goalMask.aim == .draw ? scores.pixelAccuracy : 1 - scores.pixelAccuracy
  }
}
