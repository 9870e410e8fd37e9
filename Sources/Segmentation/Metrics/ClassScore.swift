/// How well one class of a prediction agrees with the truth.
///
/// With A the pixels predicted and B the pixels true: IoU = |A ∩ B| / |A ∪ B|, Dice = 2 |A ∩ B| / (|A| + |B|).
/// When both are empty, both scores are 1 and `bothEmpty` says so; when only one is, both are 0.
public struct ClassScore: Sendable, Hashable {
  public let label: Int
  public let truthCount: Int
  public let predictionCount: Int
  public let intersection: Int

  public var union: Int { truthCount + predictionCount - intersection }
  public var bothEmpty: Bool { union == 0 }
  public var iou: Double { bothEmpty ? 1 : Double(intersection) / Double(union) }
  public var dice: Double { bothEmpty ? 1 : 2 * Double(intersection) / Double(truthCount + predictionCount) }
}
