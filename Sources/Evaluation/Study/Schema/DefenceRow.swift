/// One line of the table of defences; the first line of each victim is the victim without any.
public struct DefenceRow: Sendable, Codable, Equatable {
  /// The victim that is defended.
  public var victim: String
  /// "none", "re-zeroed padding", "masked inside the network", "adversarial training".
  public var defence: String
  /// What it is, in a sentence.
  public var words: String
  public var norm: String
  public var size: Double
  public var cleanAccuracy: Proportion
  /// Padding examples crafted on the undefended victim, shown to the defended one: the attacker who does not know.
  public var paddingObliviously: StudyMeasure
  /// Padding examples crafted on the defended victim: the attacker who knows.
  public var paddingAdaptively: StudyMeasure
  /// Examples in all frames crafted on the defended victim.
  public var allFramesAdaptively: StudyMeasure

  public init(
    victim: String, defence: String, words: String, norm: String, size: Double, cleanAccuracy: Proportion,
    paddingObliviously: StudyMeasure, paddingAdaptively: StudyMeasure, allFramesAdaptively: StudyMeasure
  ) {
    self.victim = victim
    self.defence = defence
    self.words = words
    self.norm = norm
    self.size = size
    self.cleanAccuracy = cleanAccuracy
    self.paddingObliviously = paddingObliviously
    self.paddingAdaptively = paddingAdaptively
    self.allFramesAdaptively = allFramesAdaptively
  }
}
