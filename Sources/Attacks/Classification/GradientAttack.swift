internal import Tensors

/// The fast gradient sign method, the basic iterative method and projected gradient descent: one search, three settings.
///
/// From `x₀` (the clean input, or a random point of the budget) every step goes up the loss and back into the budget:
///
///     x ← Π( x + α · d ),   d = sign(g) for Linf, g / ‖g‖₂ for L2,   g = ∂loss/∂x inside the region, 0 outside
///
/// `Π` is the projection onto budget ∩ bounds ∩ region (`FeasibleSet`). Every iterate is looked at, the last one
/// included: an attack with `s` steps looks at `s + 1` points. The one returned is the first success or, without success
/// or with `stopsOnSuccess` off, the one with the largest loss.
///
/// - FGSM: Goodfellow, Shlens, Szegedy, 2015, arXiv:1412.6572, §4.
/// - BIM: Kurakin, Goodfellow, Bengio, 2017, arXiv:1607.02533, §2.2.
/// - PGD: Madry et al., 2018, arXiv:1706.06083, §2.1.
public struct GradientAttack: SampleAttack, Hashable {
  public let name: String
  public let settings: GradientAttackSettings

  public init(name: String, settings: GradientAttackSettings) {
    self.name = name
    self.settings = settings
  }

  /// One step over the whole budget.
  public static func fgsm(budget: Budget, loss: ClassificationLoss = .crossEntropy) -> GradientAttack {
    GradientAttack(
      name: "fgsm",
      settings: GradientAttackSettings(
        budget: budget, steps: 1, stepSize: budget.size > 0 ? budget.size : nil, randomStart: false, loss: loss))
  }

  /// Small steps from the clean input.
  public static func bim(
    budget: Budget, steps: Int = 10, stepSize: Float? = nil, loss: ClassificationLoss = .crossEntropy
  ) -> GradientAttack {
    GradientAttack(
      name: "bim",
      settings: GradientAttackSettings(
        budget: budget, steps: steps, stepSize: stepSize, randomStart: false, loss: loss))
  }

  /// Small steps from random points of the budget.
  public static func pgd(
    budget: Budget, steps: Int = 20, stepSize: Float? = nil, restarts: Int = 1,
    loss: ClassificationLoss = .crossEntropy, seed: UInt64 = 0, together: Bool = false
  ) -> GradientAttack {
    GradientAttack(
      name: "pgd",
      settings: GradientAttackSettings(
        budget: budget, steps: steps, stepSize: stepSize, restarts: restarts, randomStart: true, loss: loss,
        seed: seed, together: together))
  }

  public var bounds: ClosedRange<Float> { settings.budget.bounds }
  public var loss: ClassificationLoss { settings.loss }
  public var stepLimit: Int { settings.steps * settings.restarts }
  public var complaints: [String] { settings.complaints }

  public func search(_ oracle: Oracle) async throws {
    let problem = oracle.problem
    let set = FeasibleSet(
      clean: problem.clean, region: problem.region, budget: settings.budget, direction: problem.direction)
    // A budget of nothing has one point, wherever a run begins.
    let runs = settings.budget.size > 0 ? settings.restarts : 1
    try await oracle.makeRuns(runs, together: settings.together, untilSuccess: settings.stopsOnSuccess) { run, oracle in
      var stream = RandomStream(seed: settings.seed, sample: problem.id, attack: name, restart: run)
      try await climb(from: settings.randomStart ? set.randomPoint(using: &stream) : set.clean, in: set, oracle)
    }
  }

  private func isDone(_ oracle: Oracle) -> Bool { settings.stopsOnSuccess && oracle.succeeded }

  /// A step that ends where the search stands, or where it stood a step ago, closes a circle: the victim answers the same
  /// as before, so that no new point can follow (sign steps often end so; arXiv:2503.19347).
  private func climb(from start: [Float], in set: FeasibleSet, _ oracle: Oracle) async throws {
    var (point, previous) = (start, [Float]())
    // A budget of nothing has one point: it is looked at, and that is all.
    for _ in 0..<(settings.budget.size > 0 ? settings.steps : 0) {
      let look = try await oracle.look(at: point, raising: settings.loss)
      if isDone(oracle) { return }
      guard look.hasDirection else { return oracle.noteVanishedGradient() }
      let here = point
      set.ascend(&point, along: look.gradient, by: settings.resolvedStepSize)
      oracle.countStep()
      if point == here || point == previous { return }
      previous = here
    }
    try await oracle.look(at: point, judgedBy: settings.loss)
  }
}
