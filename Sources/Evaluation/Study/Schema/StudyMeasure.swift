/// What one attack did to some recordings: the columns that every table of a study shares.
public struct StudyMeasure: Sendable, Codable, Equatable {
  /// Successes of the attacked recordings, seen in a fresh forward pass of an answer that passes its audit.
  public var success: Proportion
  /// Over the successes, in the victim's input units.
  public var l2: Quartiles
  public var linf: Quartiles
  /// The share of elements that changed, over the successes.
  public var changedShare: Quartiles
  /// Answers that break the region, the bounds or the budget; anything but 0 is a fault of the program.
  public var auditFailures: Int
  /// Attacked recordings whose gradient was zero all over the region: the victim does not look there.
  public var vanishedGradients: Int

  public init(
    success: Proportion, l2: Quartiles, linf: Quartiles, changedShare: Quartiles, auditFailures: Int,
    vanishedGradients: Int
  ) {
    self.success = success
    self.l2 = l2
    self.linf = linf
    self.changedShare = changedShare
    self.auditFailures = auditFailures
    self.vanishedGradients = vanishedGradients
  }
}
