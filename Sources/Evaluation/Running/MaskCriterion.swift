/// When a segmentation attack has succeeded.
public struct MaskCriterion: Sendable, Equatable, CustomStringConvertible {
  public enum Measure: String, Sendable, CaseIterable { case meanIoU, pixelAccuracy }

  public var measure: Measure
  /// 0...1; reaching it is enough.
  public var threshold: Double
  /// Left out of the mean IoU and Dice.
  public var background: Int?
  /// Pixels whose reference has this class do not count.
  public var ignored: Int?

  public init(_ measure: Measure = .meanIoU, threshold: Double = 0.9, background: Int? = 0, ignored: Int? = nil) {
    precondition((0...1).contains(threshold), "MaskCriterion: the threshold must be in 0...1, is \(threshold)")
    self.measure = measure
    self.threshold = threshold
    self.background = background
    self.ignored = ignored
  }

  public var description: String {
    switch measure {
    case .meanIoU: "mean IoU with the target of at least \(threshold)"
    case .pixelAccuracy: "at least \(threshold) of the pixels have the target's class"
    }
  }

  func value(_ scores: MaskScores) -> Double {
    switch measure {
    case .meanIoU: scores.meanIoU
    case .pixelAccuracy: scores.pixelAccuracy
    }
  }

  func isMet(by scores: MaskScores) -> Bool { value(scores) >= threshold }

  func scores(_ predicted: ClassMap, against reference: ClassMap, classCount: Int) -> MaskScores {
    MaskAgreement.scores(
      predicted: predicted.classes, reference: reference.classes, classCount: classCount, background: background,
      ignored: ignored)
  }
}
