/// The fast minimum-norm attack (FMN) on masks, in Linf: gradient steps inside a box that shrinks after a success and grows
/// after a failure.
///
///     ε ← ‖d‖_∞ + M / ‖g‖₁       while nothing has succeeded: where the open pixels' boundaries would be if they were one
///                                and straight, with M their missing margin
///     ε ← ε · (1 + γ_k)          after a failure,   ε ← min(ε, ‖d‖_∞) · (1 − γ_k) after a success
///     x ← Π_ε( x + α_k · g / ‖g‖₂ )
///
/// `g` is the gradient of the margins of pixels that are not yet as wanted; `α_k` and `γ_k` fall along a cosine. Pintor et
/// al., 2021, arXiv:2102.12827, Algorithm 1, with the success of an image: a share of its pixels.
///
/// Departures. The steps follow the open pixels alone, so that a step once all are done is none; the boundary's estimate
/// counts only where it is larger than the box, since the mean over pixels says nothing of the last ones. The projection
/// is the exact one onto ε ∩ bounds.
public struct MaskFastMinimumNorm: SmallestMaskAttack, Hashable {
  public var name: String
  public var seeking: SmallestMaskPerturbation
  public var steps: Int
  /// The first `α`, which falls to a hundredth; nil: the bounds' width, for large inputs as much longer as keeps a step's
  /// mean change at 1/100 of it.
  public var stepSize: Float?
  /// The last and the first `γ`.
  public var normChange: ClosedRange<Float>

  public init(
    name: String = "fmn", seeking: SmallestMaskPerturbation, steps: Int = 300, stepSize: Float? = nil,
    normChange: ClosedRange<Float> = 0.001...0.05
  ) {
    self.name = name
    self.seeking = seeking
    self.steps = steps
    self.stepSize = stepSize
    self.normChange = normChange
  }

  public var stepLimit: Int { steps }
  public var complaints: [String] {
    var complaints = seeking.complaints(attacking: [.linf]) + Complaint.unlessCounting(steps, "steps")
    complaints += Complaint.unlessPositive(stepSize, "the step size")
    if !(normChange.lowerBound > 0 && normChange.upperBound < 1) {
      complaints.append("the change of the norm must lie between 0 and 1, is \(normChange)")
    }
    return complaints
  }

  public func approach(_ oracle: MaskOracle) throws {
    let set = seeking.set(for: oracle.problem)
    let usual = seeking.width * max(1, Float(set.allowedCount).squareRoot() / 100)
    let first = Double(stepSize ?? usual)
    let stepSize = CosineSchedule(first: first, last: first / 100, steps: steps)
    let change = CosineSchedule(
      first: Double(normChange.upperBound), last: Double(normChange.lowerBound), steps: steps)
    var (point, size) = (set.clean, 0.0)
    for step in 0..<steps {
      let look = try oracle.look(at: point, raising: .maskedMargin, scaling: .exact)
      oracle.note(look, stepLength: size)
      size = resized(size, by: change(step), after: look, oracle)
      let length = look.gradient.euclideanNorm
      // Without an open pixel there is nothing to climb, but still a box to shrink.
      guard length > 0 || look.isReached else { return oracle.noteVanishedGradient() }
      try oracle.beginStep()
      if length > 0 { point.add(look.gradient, times: stepSize(step) / length) }
      set.resized(to: Float(size)).project(&point)
    }
    oracle.note(try oracle.look(at: point), stepLength: 0)
  }

  private func resized(_ size: Double, by change: Double, after look: MaskLook, _ oracle: MaskOracle) -> Double {
    if look.isReached { return min(look.norms.linf, size) * (1 - change) }
    guard !oracle.succeeded else { return size * (1 + change) }
    let dual = look.gradient.reduce(0.0) { $0 + Double(abs($1)) }
    let estimate = look.norms.linf + max(-look.loss, 0) / dual
    return max(size * (1 + change), estimate.isFinite ? estimate : 0)
  }
}
