/// What makes one image of an attack on a mask better than another.
public enum MaskMerit: Sendable, Hashable {
  /// More is attained; of equals the shorter perturbation in L2.
  case attainment
  /// The shorter perturbation among successes, more attained among failures.
  ///
  /// Nothing longer than `limit` counts.
  case shortness(Norm, limit: Float?)
}
