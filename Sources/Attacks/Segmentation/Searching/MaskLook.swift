/// What the victim answered for one image.
public struct MaskLook {
  public let scores: MaskScores
  /// The class of every output pixel, −1 where a logit is not a number.
  public let prediction: [Int]
  /// How much of the goal is attained, 0 to 1; 0 where a mask would be destroyed by logits that are no numbers.
  public let attained: Double
  /// Whether that is enough.
  public let isReached: Bool
  /// How large the perturbation is.
  public let norms: PerturbationNorms
  /// The loss that was asked for, larger is better for the attacker, and the same over all pixels alike; 0 where none was.
  public let loss: Double
  public let course: Double
  /// Pixels in the loss.
  public let active: Int
  /// The loss's input gradient inside the region, 0 outside and where it is not finite; empty where none was asked for.
  public let gradient: [Float]

  /// Whether the gradient points anywhere.
  public var hasDirection: Bool { gradient.contains { $0 != 0 } }
}
