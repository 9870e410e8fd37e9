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
/// - FGSM: Goodfellow, Shlens, Szegedy, 2015, arXiv:1412.6572.
/// - BIM: Kurakin, Goodfellow, Bengio, 2017, arXiv:1607.02533.
/// - PGD: Madry et al., 2018, arXiv:1706.06083.
public struct GradientAttack: ClassificationAttack, Hashable {
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
    loss: ClassificationLoss = .crossEntropy, seed: UInt64 = 0
  ) -> GradientAttack {
    GradientAttack(
      name: "pgd",
      settings: GradientAttackSettings(
        budget: budget, steps: steps, stepSize: stepSize, restarts: restarts, randomStart: true, loss: loss,
        seed: seed))
  }

  public func run(
    _ problems: [AttackProblem], against victim: any Victim, control: AttackControl
  ) throws -> [Outcome] {
    let complaints =
      settings.complaints
      + ProblemCheck(victim: victim, bounds: settings.budget.bounds, loss: settings.loss).complaints(about: problems)
    guard complaints.isEmpty else { throw AttackError(attack: name, complaints: complaints) }
    var search = StepSearch(attack: self, problems: problems, victim: victim, control: control)
    return try search.run()
  }
}
