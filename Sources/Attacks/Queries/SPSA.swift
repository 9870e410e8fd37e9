internal import Tensors

/// Adam on a gradient estimated by simultaneous perturbation.
///
///     ĝ = (1/2nδ) Σ (L(x + δu) − L(x − δu)) / u,   u of random signs     n pairs; see `GradientEstimator`
///     x ← Π( x + Adam(ĝ) )
///
/// It needs scores; a step takes 2n queries, and one to look at where it leads. It is defined for Linf: Adam's steps have
/// the shape of that ball, and on a linear victim their limit is the best corner of it, not the best point of an L2 ball.
///
/// Uesato, O'Donoghue, van den Oord and Kohli, 2018, arXiv:1802.05666, algorithm 1, with the margin as `L` (equation 3).
/// Departures: Adam's rate falls to a tenth while the queries are spent; its memory is that of `ElementwiseAdam`.
public struct SPSA: ScoreAttack, Hashable {
  public let name: String
  public var settings: ScoreSettings
  /// `n`.
  public var pairs: Int
  /// `δ`, as a share of the width of the bounds.
  public var distance: Float
  /// Adam's rate at the start, in input units; nil for a quarter of the budget.
  public var learningRate: Float?

  public init(
    name: String = "spsa", settings: ScoreSettings, pairs: Int = 32, distance: Float = 0.01,
    learningRate: Float? = nil
  ) {
    self.name = name
    self.settings = settings
    self.pairs = pairs
    self.distance = distance
    self.learningRate = learningRate
  }

  public var complaints: [String] {
    settings.complaints(norms: [.linf]) + QueryComplaints.about("the pairs", atLeastOne: pairs)
      + QueryComplaints.about("the distance", share: distance)
      + QueryComplaints.about("the learning rate", positive: learningRate)
  }

  public func search(_ oracle: Oracle) async throws {
    try await climbing(oracle) { _, set, meter, stream in
      let estimator = GradientEstimator(
        reachable: .reachable(oracle.problem, bounds: bounds), pairs: pairs, distance: distance * settings.width,
        law: .signs)
      var (point, adam) = (set.clean, ElementwiseAdam(count: set.clean.count))
      while true {
        let estimate = try await estimator.gradient(at: point, asking: meter, using: &stream)
        guard estimate.hasDirection else { return oracle.noteVanishedGradient() }
        let rate = Double(learningRate ?? settings.budget.size / 4) * (1 - 0.9 * meter.spentShare)
        for index in point.indices where set.allowed[index] {
          point[index] += Float(rate * adam.step(of: index, up: Double(estimate[index])))
        }
        set.project(&point)
        oracle.countStep()
        try await meter.look(at: point)
      }
    }
  }
}
