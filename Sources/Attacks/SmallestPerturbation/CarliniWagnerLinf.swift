internal import Tensors

/// The Linf attack of Carlini and Wagner: a limit on every element that falls as long as there are successes under it.
///
///     minimise  c · max(−M(x), 0) + Σ max(|x_i − x₀_i| − τ, 0)     over w,   x = mid + half · tanh(w)
///
/// by Adam, for growing `c`, until a success has no element beyond `τ`; then `τ` becomes 0.9 of its largest change, and
/// the search goes on from there. Carlini and Wagner, 2017, arXiv:1608.04644, §VI.C. Needs gradients: one backward pass a
/// step.
///
/// Departures: `c` grows by tens (the paper doubles it); the box of the tanh is a little wider than the bounds, see
/// `CarliniWagnerSettings.margin`.
public struct CarliniWagnerLinf: SmallestPerturbationAttack, Hashable {
  public var name: String
  public var seeking: SmallestPerturbation
  /// Adam's steps for each constant.
  public var steps: Int
  /// How many constants are tried for each `τ`.
  public var searches: Int
  public var initialConstant: Double
  public var learningRate: Float
  /// By which factor `τ` falls.
  public var shrinkage: Float
  /// The most values of `τ`.
  public var rounds: Int

  public init(
    name: String = "cw-linf", seeking: SmallestPerturbation, steps: Int = 200, searches: Int = 5,
    initialConstant: Double = 0.01, learningRate: Float = 0.005, shrinkage: Float = 0.9, rounds: Int = 60
  ) {
    self.name = name
    self.seeking = seeking
    self.steps = steps
    self.searches = searches
    self.initialConstant = initialConstant
    self.learningRate = learningRate
    self.shrinkage = shrinkage
    self.rounds = rounds
  }

  public var stepLimit: Int { steps * searches * rounds }

  public var complaints: [String] {
    var complaints = seeking.complaints(attacking: [.linf]) + Complaint.unlessCounting(steps, "steps")
    complaints += Complaint.unlessCounting(searches, "constants to try") + Complaint.unlessCounting(rounds, "rounds")
    complaints += Complaint.unlessPositive(Float(initialConstant), "the first constant")
    complaints += Complaint.unlessPositive(learningRate, "the learning rate")
    if !(shrinkage > 0 && shrinkage < 1) {
      complaints.append("the limit must fall by a factor between 0 and 1, is \(shrinkage)")
    }
    return complaints
  }

  public func approach(_ oracle: Oracle, from clean: Look) async throws {
    let problem = oracle.problem
    var variables = TanhVariables(problem, bounds: seeking.bounds, margin: 0.05)
    var (limit, constant) = (seeking.width, initialConstant)
    var point = problem.clean.scalars
    for _ in 0..<rounds {
      let descent = TanhDescent(
        oracle: oracle, steps: steps, searches: searches, learningRate: learningRate, penalty: .beyond(limit))
      let end = try await descent.reach(&variables, from: point, constant: constant) { point in
        PerturbationNorms(clean: problem.clean.scalars, adversarial: point).linf <= Double(limit)
      }
      guard let end else { return }
      (point, constant) = (end.point, end.constant)
      limit = shrinkage * Float(PerturbationNorms(clean: problem.clean.scalars, adversarial: point).linf)
      guard limit > 0 else { return }
    }
  }
}
