internal import Tensors

/// The fast minimum-norm attack (FMN): gradient steps inside a ball that shrinks after a success and grows after a
/// failure.
///
///     ε ← ‖d‖ − M / ‖g‖_q            while nothing has succeeded (where the boundary would be if it were straight)
///     ε ← ε · (1 + γ_k)              after a failure,   ε ← min(ε · (1 − γ_k), shortest so far) after a success
///     x ← Π_ε( x + α_k · g / ‖g‖₂ )
///
/// with `M` the margin, `g` its gradient, `‖·‖_q` the dual norm, `Π_ε` the projection onto ball ∩ bounds ∩ region, and
/// `α_k`, `γ_k` falling along a cosine. With L0, ε counts elements, starts at 1 and changes by at least 1. Pintor et al.,
/// 2021, arXiv:2102.12827, Algorithm 1, for L0, L1, L2 and Linf. Needs gradients: one backward pass a step.
///
/// Departure: the projection is the exact one onto ball ∩ box, the paper clips after projecting onto the ball.
public struct FastMinimumNorm: SmallestPerturbationAttack, Hashable {
  public var name: String
  public var seeking: SmallestPerturbation
  public var steps: Int
  /// The first `α`, which falls to a hundredth; nil for the width of the bounds.
  public var stepSize: Float?
  /// The first and the last `γ`.
  public var normChange: ClosedRange<Float>

  public init(
    name: String = "fmn", seeking: SmallestPerturbation, steps: Int = 300, stepSize: Float? = nil,
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
    var complaints = seeking.complaints(attacking: Norm.allCases) + Complaint.unlessCounting(steps, "steps")
    complaints += Complaint.unlessPositive(stepSize, "the step size")
    if !(normChange.lowerBound > 0 && normChange.upperBound < 1) {
      complaints.append("the change of the norm must lie between 0 and 1, is \(normChange)")
    }
    return complaints
  }

  public func approach(_ oracle: Oracle, from clean: Look) async throws {
    let set = seeking.set(for: oracle.problem)
    let first = Double(stepSize ?? seeking.width)
    let stepSize = CosineSchedule(first: first, last: first / 100, steps: steps)
    let change = CosineSchedule(
      first: Double(normChange.upperBound), last: Double(normChange.lowerBound), steps: steps)
    var point = set.clean
    var size = seeking.norm == .l0 ? 0.0 : .infinity
    for step in 0..<steps {
      let look = try await oracle.look(at: point, raising: .margin, scaling: .exact)
      guard look.hasDirection, look.loss.isFinite else { return oracle.noteVanishedGradient() }
      size = resized(size, by: change(step), after: look, at: point, oracle)
      point.add(look.gradient, times: stepSize(step) / look.gradient.euclideanNorm)
      set.resized(to: Float(size)).project(&point)
      oracle.countStep()
    }
    try await oracle.look(at: point)
  }

  private func resized(
    _ size: Double, by change: Double, after look: Look, at point: [Float], _ oracle: Oracle
  ) -> Double {
    let isSparse = seeking.norm == .l0
    if look.isReached {
      let smaller = isSparse ? min(size - 1, (size * (1 - change)).rounded(.down)) : size * (1 - change)
      return max(min(smaller, oracle.shortest?.length ?? .infinity), isSparse ? 1 : 0)
    }
    if isSparse { return max(size + 1, (size * (1 + change)).rounded(.down)) }
    if oracle.shortest != nil { return size * (1 + change) }
    let length = PerturbationNorms(clean: oracle.problem.clean.scalars, adversarial: point)(seeking.norm)
    // A hair more: the way to a boundary ends in a tie, which is no success.
    return (length + max(-look.loss, 0) / dualNorm(of: look.gradient)) * (1 + Double(normChange.lowerBound))
  }

  private func dualNorm(of gradient: [Float]) -> Double {
    switch seeking.norm {
    case .l1, .l0: Double(gradient.largestMagnitude)
    case .l2: gradient.euclideanNorm
    case .linf: gradient.reduce(0.0) { $0 + Double(abs($1)) }
    }
  }
}
