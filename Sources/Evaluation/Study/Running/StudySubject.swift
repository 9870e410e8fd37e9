public import Attacks
public import Tensors

/// One network of a study, ready to be asked.
public struct StudySubject {
  public var key: StudyVictimKey
  public var parameterCount: Int?
  public var victim: any Victim
  /// Explains a prediction; nil for a victim without heat maps.
  public var explain: ((_ input: Tensor, _ class: Int) throws -> Explanation)?
  /// Whether the victim's inputs end with a channel that says which frames are recorded (1) and which padding (0).
  public var takesValidity: Bool
  /// What it is a defended form of; nil for a victim that stands for itself.
  public var defence: StudyDefence?

  public init(
    key: StudyVictimKey, parameterCount: Int? = nil, victim: any Victim,
    explain: ((_ input: Tensor, _ class: Int) throws -> Explanation)? = nil, takesValidity: Bool = false,
    defence: StudyDefence? = nil
  ) {
    self.key = key
    self.parameterCount = parameterCount
    self.victim = victim
    self.explain = explain
    self.takesValidity = takesValidity
    self.defence = defence
  }

  public var name: String { key.name }
}

/// What makes a victim the defended form of another.
public struct StudyDefence: Sendable, Hashable {
  /// The name of the victim without the defence.
  public var victim: String
  /// "re-zeroed padding", "masked inside the network", "adversarial training".
  public var name: String
  /// What it is, in a sentence.
  public var words: String

  public init(of victim: String, name: String, words: String) {
    self.victim = victim
    self.name = name
    self.words = words
  }
}
