internal import Tensors

/// What a smallest-perturbation attack looks for.
public struct SmallestPerturbation: Sendable, Hashable {
  /// How the length of a perturbation is measured.
  public var norm: Norm
  /// The values an input element can take.
  public var bounds: ClosedRange<Float>
  /// The longest perturbation that counts as a success; nil for any.
  public var largestNorm: Float?
  /// What is done to shorten a success at the end.
  public var refinement: BoundaryRefinement

  public init(
    norm: Norm, bounds: ClosedRange<Float>, largestNorm: Float? = nil, refinement: BoundaryRefinement = .full
  ) {
    self.norm = norm
    self.bounds = bounds
    self.largestNorm = largestNorm
    self.refinement = refinement
  }

  /// How far apart the bounds are: the unit of step sizes, 1 in the papers.
  var width: Float { bounds.upperBound - bounds.lowerBound }

  /// Region and bounds of a problem, with no limit on the norm.
  func set(for problem: AttackProblem) -> FeasibleSet {
    FeasibleSet(
      clean: problem.clean, region: problem.region, budget: Budget(norm: norm, size: .infinity, bounds: bounds),
      direction: problem.direction)
  }

  /// Everything that is wrong with it, for an attack that works in some norms alone.
  func complaints(attacking norms: [Norm]) -> [String] {
    var complaints = refinement.complaints
    if !norms.contains(norm) {
      complaints.append("the norm must be \(norms.map(\.rawValue).joined(separator: " or ")), is \(norm.rawValue)")
    }
    if let largestNorm, !(largestNorm >= 0) {
      complaints.append("the largest norm must not be negative, is \(largestNorm)")
    }
    if !bounds.lowerBound.isFinite || !bounds.upperBound.isFinite || !width.isFinite {
      complaints.append("the bounds must be finite, are \(bounds.lowerBound) to \(bounds.upperBound)")
    }
    return complaints
  }
}
