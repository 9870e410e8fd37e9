/// From where on an attack on a mask has succeeded.
public struct MaskThreshold: Sendable, Hashable, Codable {
  public enum Measure: String, Sendable, Hashable, Codable, CaseIterable {
    /// The mean IoU with the mask, or what is missing to 1 where the mask is to be destroyed.
    case meanIoU = "mean-iou"
    /// The share of pixels that are as the attacker wants: the attack pixel success rate (APSR).
    case pixels
  }

  public var measure: Measure
  /// What must be attained, above 0 and at most 1.
  public var share: Double

  public init(_ measure: Measure, _ share: Double) {
    self.measure = measure
    self.share = share
  }

  /// How much is attained, 0 to 1.
  public func attained(_ scores: MaskScores, _ aim: MaskGoal.Aim) -> Double {
    let agreement = measure == .meanIoU ? scores.meanIoU : scores.pixelAccuracy
    return aim == .draw ? agreement : 1 - agreement
  }

  var complaints: [String] {
    share > 0 && share <= 1 ? [] : ["the share to be attained must be above 0 and at most 1, is \(share)"]
  }
}
