internal import Tensors

/// Projected gradient ascent on a gradient estimated with natural evolution strategies.
///
///     ĝ = (1/2nσ) Σ (L(x + σu) − L(x − σu)) u,   u ~ N(0, 1)         n antithetic pairs; see `GradientEstimator`
///     m ← μ m + (1 − μ) ĝ,   x ← Π( x + α d ),   d = sign(m) for Linf, m / ‖m‖₂ for L2
///
/// It needs scores; a step takes 2n queries, and one to look at where it leads.
///
/// Ilyas, Engstrom, Athalye and Lin, 2018, arXiv:1804.08598, section 2.1 and the setting "query-limited"; the momentum μ
/// is that of the authors' program. Departures: `α` falls to a tenth while the queries are spent (theirs falls when the
/// loss stalls); `L` is the margin by default; points at the bounds are treated as `GradientEstimator` says.
public struct NES: ScoreAttack, Hashable {
  public let name: String
  public var settings: ScoreSettings
  /// `n`.
  public var pairs: Int
  /// `σ`, as a share of the width of the bounds.
  public var smoothing: Float
  /// `μ`.
  public var momentum: Float
  /// `α` at the start, in input units; nil for a quarter of the budget.
  public var stepSize: Float?

  public init(
    name: String = "nes", settings: ScoreSettings, pairs: Int = 25, smoothing: Float = 0.001, momentum: Float = 0.9,
    stepSize: Float? = nil
  ) {
    self.name = name
    self.settings = settings
    self.pairs = pairs
    self.smoothing = smoothing
    self.momentum = momentum
    self.stepSize = stepSize
  }

  public var complaints: [String] {
    settings.complaints(norms: [.linf, .l2]) + QueryComplaints.about("the pairs", atLeastOne: pairs)
      + QueryComplaints.about("the smoothing", share: smoothing)
      + QueryComplaints.about("the step size", positive: stepSize)
      + ((0..<1).contains(momentum) ? [] : ["the momentum must lie in 0..<1, is \(momentum)"])
  }

  public func search(_ oracle: Oracle) async throws {
    try await climbing(oracle) { _, set, meter, stream in
      let estimator = GradientEstimator(
        reachable: .reachable(oracle.problem, bounds: bounds), pairs: pairs, distance: smoothing * settings.width,
        law: .normal)
      var (point, slope) = (set.clean, [Float](repeating: 0, count: set.clean.count))
      while true {
        let estimate = try await estimator.gradient(at: point, asking: meter, using: &stream)
        guard estimate.hasDirection else { return oracle.noteVanishedGradient() }
        slope.average(with: estimate, scale: 1, keeping: momentum)
        set.ascend(&point, along: slope, by: stepSize(after: meter.spentShare))
        oracle.countStep()
        try await meter.look(at: point)
      }
    }
  }

  private func stepSize(after spentShare: Double) -> Float {
    (stepSize ?? settings.budget.size / 4) * Float(1 - 0.9 * spentShare)
  }
}
