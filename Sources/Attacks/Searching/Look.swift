/// What the victim answered for one point.
public struct Look: Sendable {
  public let logits: [Float]
  /// Nil where a logit is not a number.
  public let prediction: Int?
  /// Whether the prediction is what the attacker wants.
  public let isReached: Bool
  /// The loss that was asked for, larger is better for the attacker; the margin where none was.
  public let loss: Double
  /// The loss's input gradient inside the region, 0 outside and where it is not finite; empty where none was asked for.
  public let gradient: [Float]

  /// Whether the gradient points anywhere.
  public var hasDirection: Bool { gradient.contains { $0 != 0 } }
}
