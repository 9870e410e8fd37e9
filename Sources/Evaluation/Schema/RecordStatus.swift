/// How one sample ended.
public enum RecordStatus: String, Sendable, Codable, CaseIterable {
  /// There was nothing to attack: the victim was wrong before anything was changed, or already said what a targeted
  /// attack wants.
  case alreadyMisclassified
  /// The goal was reached, seen again in a fresh forward pass, inside the budget, the bounds and the region.
  case succeeded
  /// The attack did not reach its goal; the record carries its best attempt.
  case failed
  /// The sample could not be loaded or attacked; `message` says why.
  case error
}
