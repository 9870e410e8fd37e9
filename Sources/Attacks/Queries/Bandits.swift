internal import Tensors

/// Gradient ascent on a slope that is learnt on the way, as a bandit learns from its gains.
///
///     q± = v ± δu, u normal over tiles            Δ = L(x + ε q₊/‖q₊‖) − L(x + ε q₋/‖q₋‖)
///     v ← v + η Δ̂ u  (L2),  exponentiated gradients with Δ̂ u  (Linf)       x ← Π( x + h d ),  d = v/‖v‖ or sign(v)
///
/// It needs scores; a step takes two queries, and every few steps one more to look at where it stands.
///
/// Ilyas, Engstrom and Madry, 2019, arXiv:1807.07978, algorithms 1 to 3; priors over time (`v` is kept) and over the data
/// (tiles of the last two axes, the paper's 50 × 50 for images of 299 × 299). Departures: `Δ̂` is the difference in units
/// of all differences so far, `Δ / √mean Δ²`, where the paper tunes η to the scale of the loss; `h` falls to a tenth while
/// the queries are spent; looks at the iterates are counted.
public struct Bandits: ScoreAttack, Hashable {
  public let name: String
  public var settings: ScoreSettings
  /// How many elements a tile is wide and high.
  public var tile: Int
  /// `δ`, in units of the prior's length or, if that is less, of 1 an element.
  public var exploration: Float
  /// `ε`, as a share of the width of the bounds: the length of the finite difference in L2.
  public var probe: Float
  /// `η`.
  public var priorRate: Float
  /// `h` at the start, in input units; nil for a tenth of the budget.
  public var stepSize: Float?
  /// After how many steps to look at where the search stands.
  public var stepsPerLook: Int

  public init(
    name: String = "bandits", settings: ScoreSettings, tile: Int = 1, exploration: Float = 1, probe: Float = 0.1,
    priorRate: Float = 0.1, stepSize: Float? = nil, stepsPerLook: Int = 4
  ) {
    self.name = name
    self.settings = settings
    self.tile = tile
    self.exploration = exploration
    self.probe = probe
    self.priorRate = priorRate
    self.stepSize = stepSize
    self.stepsPerLook = stepsPerLook
  }

  public var complaints: [String] {
    settings.complaints(norms: [.linf, .l2]) + QueryComplaints.about("the tile", atLeastOne: tile)
      + QueryComplaints.about("the steps per look", atLeastOne: stepsPerLook)
      + QueryComplaints.about("the exploration", positive: exploration)
      + QueryComplaints.about("the probe", positive: probe)
      + QueryComplaints.about("the rate of the prior", positive: priorRate)
      + QueryComplaints.about("the step size", positive: stepSize)
  }

  /// So many pairs of equal answers, from the first on, mean that the victim does not see what is done.
  private static let patience = 20

  public func search(_ oracle: Oracle) async throws {
    try await climbing(oracle) { _, set, meter, stream in
      let reachable = FeasibleSet.reachable(oracle.problem, bounds: bounds)
      var prior = TiledPrior(over: set, shape: oracle.problem.clean.shape, tile: tile)
      var (point, scale) = (set.clean, RunningScale())
      while meter.left > 2 {
        let deviation = prior.deviation(using: &stream)
        let scores = try await meter.scores(
          at: [exploration, -exploration].map { sign in
            moved(point, along: prior.slope(movedBy: deviation, times: sign), in: reachable)
          })
        let rise = scale.normalized(scores[0] - scores[1])
        if scale.count >= Self.patience, scale.isZero { return oracle.noteVanishedGradient() }
        learn(rise, deviation, &prior)
        set.ascend(&point, along: prior.slope, by: stepSize(after: meter.spentShare))
        oracle.countStep()
        if oracle.tally.iterations % stepsPerLook == 0 { try await meter.look(at: point) }
      }
      try await meter.look(at: point)
    }
  }

  /// Goes `ε` along a direction.
  private func moved(_ point: [Float], along direction: [Float], in reachable: FeasibleSet) -> [Float] {
    let length = direction.euclideanNorm
    var moved = point
    if length > 0 { moved.add(direction, times: Double(probe * settings.width) / length) }
    reachable.clip(&moved, scale: 1)
    return moved
  }

  private func learn(_ rise: Float, _ deviation: [Float], _ prior: inout TiledPrior) {
    let gradient = deviation.map { rise * $0 }
    if settings.budget.norm == .linf {
      prior.multiply(by: gradient, times: priorRate)
    } else {
      prior.add(gradient, times: priorRate)
    }
  }

  private func stepSize(after spentShare: Double) -> Float {
    (stepSize ?? settings.budget.size / 10) * Float(1 - 0.9 * spentShare)
  }
}

/// The root mean square of all numbers so far.
struct RunningScale {
  private var sum = 0.0
  private(set) var count = 0

  var isZero: Bool { sum == 0 }

  /// A number in units of those so far, itself included; 0 where it is not finite.
  mutating func normalized(_ value: Double) -> Float {
    count += 1
    guard value.isFinite, value != 0 else { return 0 }
    sum += value * value
    return Float(value / (sum / Double(count)).squareRoot())
  }
}
