public import Attacks

/// Which mask a segmentation attack is about, and so what it is to do with it.
public enum GoalMask: String, Sendable, Codable, CaseIterable {
  /// A mask of the attacker's choice, which the network should draw.
  case target
  /// The true mask, which the network should no longer draw: an untargeted attack.
  case truth
  /// What the network draws of the clean image, which it should no longer draw: untargeted, and without any truth.
  case prediction

  public var aim: MaskGoal.Aim { self == .target ? .draw : .destroy }

  /// As words of a sentence: "the target".
  public var words: String {
    switch self {
    case .target: "the target"
    case .truth: "the truth"
    case .prediction: "the clean prediction"
    }
  }
}
