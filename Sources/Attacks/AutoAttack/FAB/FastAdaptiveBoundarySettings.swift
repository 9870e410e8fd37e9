/// How the boundary attack FAB searches.
public struct FastAdaptiveBoundarySettings: Sendable, Hashable {
  /// Linf, L2 or L1.
  public var norm: Norm
  /// The values an input element can take.
  public var bounds: ClosedRange<Float>
  /// Steps of each run.
  public var steps: Int
  /// Runs for each class that is aimed at: the first from the clean input, the others from random points.
  public var restarts: Int
  /// How many classes to aim at, the most likely first, one gradient a step; nil looks at the boundaries to all other
  /// classes in every step, one gradient each.
  public var targetClasses: Int?
  /// The longest perturbation that counts as a success; nil for any.
  public var largestNorm: Float?
  /// Ends at the first success that counts rather than look for a shorter one.
  public var stopsOnSuccess: Bool
  /// What is done to shorten a success at the end, beyond what the paper does; nothing with `stopsOnSuccess`.
  public var refinement: BoundaryRefinement
  public var seed: UInt64

  public init(
    norm: Norm, bounds: ClosedRange<Float>, steps: Int = 100, restarts: Int = 1, targetClasses: Int? = nil,
    largestNorm: Float? = nil, stopsOnSuccess: Bool = false, refinement: BoundaryRefinement = .none, seed: UInt64 = 0
  ) {
    self.norm = norm
    self.bounds = bounds
    self.steps = steps
    self.restarts = restarts
    self.targetClasses = targetClasses
    self.largestNorm = largestNorm
    self.stopsOnSuccess = stopsOnSuccess
    self.refinement = refinement
    self.seed = seed
  }

  /// Everything that is wrong with the numbers themselves.
  var complaints: [String] {
    var complaints = refinement.complaints
    if norm == .l0 { complaints.append("the norm must be linf, l2 or l1, is l0") }
    if steps < 1 { complaints.append("steps must be at least 1, are \(steps)") }
    if restarts < 1 { complaints.append("restarts must be at least 1, are \(restarts)") }
    if let targetClasses, targetClasses < 1 {
      complaints.append("at least one class to aim at, are \(targetClasses)")
    }
    if let largestNorm, !(largestNorm >= 0) {
      complaints.append("the largest norm must not be negative, is \(largestNorm)")
    }
    return complaints + Budget(norm: norm, size: 0, bounds: bounds).complaints
  }
}
