internal import Tensors

/// What an attack on a mask looks for when the size of the perturbation is the result.
public struct SmallestMaskPerturbation: Sendable, Hashable {
  /// How the length of a perturbation is measured.
  public var norm: Norm
  /// The values an input element can take.
  public var bounds: ClosedRange<Float>
  /// The longest perturbation that counts as a success; nil for any.
  public var largestNorm: Float?
  /// What must be attained: by default 99 % of the pixels, as in the literature.
  public var success: MaskThreshold
  /// Forward passes spent at the end on the shortest success, to shorten it; 0: the attack as in its paper.
  public var polish: Int

  public init(
    norm: Norm = .linf, bounds: ClosedRange<Float>, largestNorm: Float? = nil,
    success: MaskThreshold = MaskThreshold(.pixels, 0.99), polish: Int = 10
  ) {
    self.norm = norm
    self.bounds = bounds
    self.largestNorm = largestNorm
    self.success = success
    self.polish = polish
  }

  /// How far apart the bounds are: the unit of step sizes, 1 in the papers.
  var width: Float { bounds.upperBound - bounds.lowerBound }

  /// Region and bounds of a problem, with no limit on the norm.
  func set(for problem: MaskProblem) -> FeasibleSet {
    FeasibleSet(
      clean: problem.clean, region: problem.region, budget: Budget(norm: norm, size: .infinity, bounds: bounds))
  }

  /// Everything that is wrong with it, for an attack that works in some norms alone.
  func complaints(attacking norms: [Norm]) -> [String] {
    var complaints = success.complaints
    if !norms.contains(norm) {
      complaints.append("the norm must be \(norms.map(\.rawValue).joined(separator: " or ")), is \(norm.rawValue)")
    }
    if let largestNorm, !(largestNorm >= 0) {
      complaints.append("the largest norm must not be negative, is \(largestNorm)")
    }
    if polish < 0 { complaints.append("the polish must not be negative, is \(polish)") }
    return complaints
  }
}
