internal import Foundation
internal import Tensors

/// The first attack on neural networks: a box-constrained quasi-Newton method on the distance and the cross-entropy.
///
///     minimise  ‖x − x₀‖₂² + C · CE(x, t)   over bounds and region
///
/// for the smallest `C` whose minimum succeeds. Szegedy et al., 2014, arXiv:1312.6199, §4.1,
/// where the weight `c = 1 / C` is on the distance. The minimiser is `ProjectedLBFGS` in place of L-BFGS-B. L2 alone; needs
/// gradients: a forward and a backward pass for each evaluation.
///
/// Departures: the distance is squared, as it has no gradient at the clean input otherwise; `C` is searched by tens and
/// then by halves (`ConstantSearch`). The paper has targets alone; away from a class it is the cross-entropy between that
/// class and its strongest rival, `ln(1 + exp(−M))` with `M` the margin (the negative cross-entropy of the class itself
/// has no minimum near the boundary: it falls the faster the further one is beyond).
public struct BoxConstrainedLBFGS: SmallestPerturbationAttack, Hashable {
  public var name: String
  public var seeking: SmallestPerturbation
  /// The most steps for each constant.
  public var steps: Int
  /// How many constants are tried.
  public var searches: Int
  public var initialConstant: Double

  public init(
    name: String = "lbfgs", seeking: SmallestPerturbation, steps: Int = 30, searches: Int = 12,
    initialConstant: Double = 0.1
  ) {
    self.name = name
    self.seeking = seeking
    self.steps = steps
    self.searches = searches
    self.initialConstant = initialConstant
  }

  public var stepLimit: Int { steps * searches }

  public var complaints: [String] {
    seeking.complaints(attacking: [.l2]) + Complaint.unlessCounting(steps, "steps")
      + Complaint.unlessCounting(searches, "constants to try")
      + Complaint.unlessPositive(Float(initialConstant), "the first constant")
  }

  public func approach(_ oracle: Oracle, from clean: Look) async throws {
    let set = seeking.set(for: oracle.problem)
    let loss = loss(for: oracle.problem.aim.goal)
    var constants = ConstantSearch(from: initialConstant)
    for _ in 0..<searches {
      let constant = constants.constant
      // Twice the distance: its curvature is known.
      var minimizer = ProjectedLBFGS(lower: set.lower, upper: set.upper, steps: steps, firstScale: 0.5)
      let found = try await minimizer.minimize(from: set.clean) { point in
        let look = try await oracle.look(at: point, raising: loss, scaling: .exact)
        return objective(look, at: point, constant: constant, in: set, oracle)
      }
      for _ in 0..<found.steps { oracle.countStep() }
      // No way from the clean input, for this constant or any other.
      guard let end = found.end else { return }
      constants.advance(succeeded: end.isGoal)
    }
  }

  public func loss(for goal: ClassGoal) -> ClassificationLoss {
    switch goal {
    case .targeted: .crossEntropy
    case .untargeted: .margin
    }
  }

  private func objective(
    _ look: Look, at point: [Float], constant: Double, in set: FeasibleSet, _ oracle: Oracle
  ) -> ProjectedLBFGS.Evaluation? {
    guard look.loss.isFinite else { return nil }
    if !look.hasDirection, point == set.clean {
      oracle.noteVanishedGradient()
      return nil
    }
    let (loss, weight) = rivalry(look, oracle.problem.aim.goal)
    var gradient = look.gradient
    for index in gradient.indices {
      gradient[index] = 2 * (point[index] - set.clean[index]) - Float(constant * weight) * gradient[index]
    }
    let distance = PerturbationNorms(clean: set.clean, adversarial: point).l2
    return ProjectedLBFGS.Evaluation(
      value: distance * distance - constant * loss, gradient: gradient, isGoal: look.isReached)
  }

  /// The loss to be raised, and its derivative with respect to the look's own.
  private func rivalry(_ look: Look, _ goal: ClassGoal) -> (loss: Double, weight: Double) {
    guard case .untargeted = goal else { return (look.loss, 1) }
    let behind = exp(-abs(look.loss))
    return (
      -max(-look.loss, 0) - log1p(behind), look.loss > 0 ? behind / (1 + behind) : 1 / (1 + behind)
    )
  }
}
