/// One line of the table of restricted perturbations: an untargeted attack in all frames that must keep to a restriction.
public struct PlausibleRow: Sendable, Codable, Equatable {
  public var victim: String
  /// "none", "zeros", "nonzero", "nonnegative", "quantized", "scatterer", or several joined by " + ".
  public var restriction: String
  public var norm: String
  public var size: Double
  public var measure: StudyMeasure
  /// Successes that survive rounding to the stored number type; nil where the transform cannot be undone.
  public var successAfterStorage: Proportion?
  /// Elements that were exactly zero and no longer are, over the successes.
  public var newlyLit: Quartiles

  public init(
    victim: String, restriction: String, norm: String, size: Double, measure: StudyMeasure,
    successAfterStorage: Proportion?, newlyLit: Quartiles
  ) {
    self.victim = victim
    self.restriction = restriction
    self.norm = norm
    self.size = size
    self.measure = measure
    self.successAfterStorage = successAfterStorage
    self.newlyLit = newlyLit
  }
}
