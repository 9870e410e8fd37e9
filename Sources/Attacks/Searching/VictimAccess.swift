/// How much of a victim an attacker sees; each case includes those before it.
public enum VictimAccess: Int, Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The predicted class alone.
  case decisions
  /// All logits, or scores that grow with them.
  case scores
  /// The input gradient of any function of the logits.
  case gradients

  public static func < (left: VictimAccess, right: VictimAccess) -> Bool { left.rawValue < right.rawValue }

  public var description: String {
    switch self {
    case .decisions: "decisions"
    case .scores: "scores"
    case .gradients: "gradients"
    }
  }
}
