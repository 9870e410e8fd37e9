internal import Tensors

/// The elastic-net attack (EAD): few and small changes, by iterated shrinkage.
///
///     minimise  c · max(−M(x), −κ) + ‖x − x₀‖₂² + β ‖x − x₀‖₁   over the bounds
///
/// by FISTA, each step a gradient step on the smooth part from `y`, then a shrinkage by `β` and a clip:
///
///     x ← S_β( y − α_k ∇(c · max(−M, −κ) + ‖y − x₀‖₂²) ),   y ← x + k / (k + 3) · (x − x′),   α_k = α √(1 − k / K)
///
/// with `M` the margin and `κ` the confidence; the constant `c` is searched for the smallest that succeeds. Chen et al.,
/// 2018, arXiv:1709.04114, equations 4 to 6 and Algorithm 1, with the L1 decision rule: the success with the least L1 norm
/// is kept (the L2 rule where `seeking.norm` says so). Needs gradients: two forward passes and a backward one a step.
///
/// Departures: `y` is clipped to the bounds too, so that everything the victim sees is an input, and counts when it
/// succeeds; the constant is searched by tens before it is halved (`ConstantSearch`). Since `S` shrinks by `β` and not by
/// `α β`, as the paper has it, the L1 weight is in effect `β / α_k`.
public struct ElasticNet: SmallestPerturbationAttack, Hashable {
  public var name: String
  public var seeking: SmallestPerturbation
  /// κ: by how much the wanted logit must lead.
  public var requiredLead: Float
  /// `β`, in widths of the bounds.
  public var sparsity: Float
  /// `K`, for each constant.
  public var steps: Int
  /// How many constants are tried.
  public var searches: Int
  public var initialConstant: Double
  /// `α`.
  public var learningRate: Float

  public init(
    name: String = "ead", seeking: SmallestPerturbation, confidence: Float = 0, sparsity: Float = 0.001,
    steps: Int = 300, searches: Int = 9, initialConstant: Double = 0.1, learningRate: Float = 0.01
  ) {
    self.name = name
    self.seeking = seeking
    self.requiredLead = confidence
    self.sparsity = sparsity
    self.steps = steps
    self.searches = searches
    self.initialConstant = initialConstant
    self.learningRate = learningRate
  }

  public var confidence: Double { Double(requiredLead) }
  public var stepLimit: Int { steps * searches }

  public var complaints: [String] {
    var complaints = seeking.complaints(attacking: [.l1, .l2])
    complaints += Complaint.unlessCounting(steps, "steps") + Complaint.unlessCounting(searches, "constants to try")
    complaints += Complaint.unlessPositive(Float(initialConstant), "the first constant")
    complaints += Complaint.unlessPositive(learningRate, "the learning rate")
    for (value, what) in [(requiredLead, "confidence"), (sparsity, "sparsity")] where !(value >= 0 && value.isFinite) {
      complaints.append("the \(what) must not be negative, is \(value)")
    }
    return complaints
  }

  public func approach(_ oracle: Oracle, from clean: Look) async throws {
    let set = seeking.set(for: oracle.problem)
    var constants = ConstantSearch(from: initialConstant)
    for _ in 0..<searches {
      guard let succeeded = try await shrink(in: set, constant: constants.constant, oracle) else { return }
      constants.advance(succeeded: succeeded)
    }
  }

  /// FISTA for one constant, from the clean input.
  ///
  /// - Returns: whether any point succeeded; nil where the victim shows no way from the clean input.
  private func shrink(in set: FeasibleSet, constant: Double, _ oracle: Oracle) async throws -> Bool? {
    var (point, ahead) = (set.clean, set.clean)
    var succeeded = false
    for step in 0..<steps {
      let look = try await oracle.look(at: ahead, raising: .margin, scaling: .exact)
      let isConfident = look.loss >= confidence
      if !isConfident, !look.hasDirection {
        oracle.noteVanishedGradient()
        return step == 0 ? nil : succeeded
      }
      let rate = Double(learningRate) * (1 - Double(step) / Double(steps)).squareRoot()
      let next = set.shrunk(
        ahead, along: look.gradient, by: isConfident ? 0 : rate * constant, pull: 2 * rate,
        threshold: Double(sparsity * seeking.width))
      ahead = set.extrapolated(from: point, to: next, by: Double(step) / Double(step + 3))
      point = next
      let reached = try await oracle.look(at: point).isReached
      succeeded = succeeded || reached || look.isReached
      oracle.countStep()
    }
    return succeeded
  }
}

extension FeasibleSet {
  /// `S( y + move · g − pull · (y − x₀) )`: changes fall by the threshold, those below it are undone, and the rest is
  /// clipped.
  fileprivate func shrunk(
    _ point: [Float], along gradient: [Float], by move: Double, pull: Double, threshold: Double
  ) -> [Float] {
    point.indices.map { index in
      guard allowed[index] else { return clean[index] }
      let change = (1 - pull) * (Double(point[index]) - Double(clean[index])) + move * Double(gradient[index])
      guard abs(change) > threshold else { return clean[index] }
      let value = Float(Double(clean[index]) + (change > 0 ? change - threshold : change + threshold))
      return min(max(value, lower[index]), upper[index])
    }
  }

  fileprivate func extrapolated(from former: [Float], to point: [Float], by share: Double) -> [Float] {
    var result = point.indices.map { point[$0] + Float(share * (Double(point[$0]) - Double(former[$0]))) }
    clip(&result, scale: 1)
    return result
  }
}
