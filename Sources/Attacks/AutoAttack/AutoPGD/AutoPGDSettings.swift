/// How the step-size-free gradient attack searches.
public struct AutoPGDSettings: Sendable, Hashable {
  public var budget: Budget
  /// Steps of each run; a run is one start with one objective.
  public var steps: Int
  /// How many starts for each objective.
  public var restarts: Int
  public var loss: ClassificationLoss
  /// How many classes to aim at, the most likely first, one run each; nil raises the loss of the problem's own goal.
  ///
  /// A problem that names its target has that one class to aim at.
  public var targetClasses: Int?
  /// Passes averaged at each point, for victims that answer at random.
  public var draws: Int
  public var seed: UInt64
  /// A sample leaves at its first success; off: the success with the largest margin is kept.
  public var stopsOnSuccess: Bool
  /// Runs after the first go side by side rather than in turn; see `Oracle.makeRuns`.
  public var together: Bool

  public init(
    budget: Budget, steps: Int = 100, restarts: Int = 1, loss: ClassificationLoss = .crossEntropy,
    targetClasses: Int? = nil, draws: Int = 1, seed: UInt64 = 0, stopsOnSuccess: Bool = true,
    together: Bool = false
  ) {
    self.budget = budget
    self.steps = steps
    self.restarts = restarts
    self.loss = loss
    self.targetClasses = targetClasses
    self.draws = draws
    self.seed = seed
    self.stopsOnSuccess = stopsOnSuccess
    self.together = together
  }

  /// Everything that is wrong with the numbers themselves.
  var complaints: [String] {
    var complaints: [String] = []
    if steps < 1 { complaints.append("steps must be at least 1, are \(steps)") }
    if restarts < 1 { complaints.append("restarts must be at least 1, are \(restarts)") }
    if draws < 1 { complaints.append("at least one draw a point, are \(draws)") }
    if let targetClasses, targetClasses < 1 {
      complaints.append("at least one class to aim at, are \(targetClasses)")
    }
    if budget.norm == .l0 { complaints.append("the norm must be linf, l2 or l1, is l0") }
    return complaints + budget.complaints
  }
}
