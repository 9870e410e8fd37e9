/// How one sample ended.
public enum RecordStatus: String, Sendable, Codable, CaseIterable {
  /// The victim was wrong (or, in a targeted attack, already said the wanted thing) before anything was changed.
  case alreadyMisclassified
  /// The goal was reached, seen again in a fresh forward pass, inside the budget, the bounds and the region.
  case succeeded
  /// The attack did not reach its goal; the record carries its best attempt.
  case failed
  /// The sample could not be loaded or attacked; `message` says why.
  case error
}
