internal import Tensors

/// Decoupled direction and norm (DDN): the direction follows the gradient, the length only whether the last point
/// succeeded.
///
///     d ← d + α_k · g / ‖g‖₂,   r ← r · (1 − γ) after a success, r · (1 + γ) after a failure,   x ← clip(x₀ + r · d / ‖d‖₂)
///
/// with `g` the gradient of the cross-entropy and `α_k` falling along a cosine to a hundredth. Rony et al., 2019,
/// arXiv:1811.09600, Algorithm 1, without its quantisation. L2 alone; needs gradients: one backward pass a step.
///
/// As in the authors' program, `d` is what is left after scaling and clipping. They start with `r = 1` for images in
/// [0, 1]; here it follows the input's own scale unless it is given.
public struct DecoupledDirectionNorm: SmallestPerturbationAttack, Hashable {
  public var name: String
  public var seeking: SmallestPerturbation
  public var steps: Int
  /// The first `α`; nil for the width of the bounds.
  public var stepSize: Float?
  /// The first `r`; nil for where the boundary would be if it were straight, which a backward pass tells.
  public var initialNorm: Float?
  /// `γ`.
  public var normChange: Float

  public init(
    name: String = "ddn", seeking: SmallestPerturbation, steps: Int = 300, stepSize: Float? = nil,
    initialNorm: Float? = nil, normChange: Float = 0.05
  ) {
    self.name = name
    self.seeking = seeking
    self.steps = steps
    self.stepSize = stepSize
    self.initialNorm = initialNorm
    self.normChange = normChange
  }

  public func loss(for goal: ClassGoal) -> ClassificationLoss { .crossEntropy }
  public var stepLimit: Int { steps }

  public var complaints: [String] {
    var complaints = seeking.complaints(attacking: [.l2]) + Complaint.unlessCounting(steps, "steps")
    complaints += Complaint.unlessPositive(stepSize, "the step size")
    complaints += Complaint.unlessPositive(initialNorm, "the first norm")
    if !(normChange > 0 && normChange < 1) {
      complaints.append("the change of the norm must lie between 0 and 1, is \(normChange)")
    }
    return complaints
  }

  public func approach(_ oracle: Oracle, from clean: Look) async throws {
    let set = seeking.set(for: oracle.problem)
    let first = Double(stepSize ?? seeking.width)
    let stepSize = CosineSchedule(first: first, last: first / 100, steps: steps)
    guard var norm = try await firstNorm(set.clean, oracle) else { return oracle.noteVanishedGradient() }
    var point = set.clean
    for step in 0..<steps {
      let look = try await oracle.look(at: point, raising: .crossEntropy)
      guard look.hasDirection else { return oracle.noteVanishedGradient() }
      norm *= 1 + Double(look.isReached ? -normChange : normChange)
      point.add(look.gradient, times: stepSize(step) / look.gradient.euclideanNorm)
      let length = PerturbationNorms(clean: set.clean, adversarial: point).l2
      set.clip(&point, scale: length > 0 ? norm / length : 1)
      oracle.countStep()
    }
    try await oracle.look(at: point, judgedBy: .crossEntropy)
  }

  private func firstNorm(_ clean: [Float], _ oracle: Oracle) async throws -> Double? {
    if let initialNorm { return Double(initialNorm) }
    let look = try await oracle.look(at: clean, raising: .margin, scaling: .exact)
    let norm = -look.loss / look.gradient.euclideanNorm
    return norm.isFinite ? max(norm, Double(Float.leastNormalMagnitude)) : nil
  }
}
