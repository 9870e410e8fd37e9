/// How a gradient attack on a classifier searches.
public struct GradientAttackSettings: Sendable, Hashable {
  public var budget: Budget
  public var steps: Int
  /// Linf: how far each element moves a step; L2: how long a step is.
  ///
  /// Nil: `defaultStepSize`.
  public var stepSize: Float?
  /// How many times to search; the first success ends it, otherwise the best attempt is kept.
  public var restarts: Int
  /// Start at a random point of the budget rather than at the clean input.
  public var randomStart: Bool
  public var loss: ClassificationLoss
  public var seed: UInt64
  /// A sample leaves at its first success.
  ///
  /// Off: it goes on raising the loss, and the best success is kept.
  public var stopsOnSuccess: Bool
  /// Restarts after the first go side by side rather than in turn; see `Oracle.makeRuns`.
  public var together: Bool

  public init(
    budget: Budget, steps: Int, stepSize: Float? = nil, restarts: Int = 1, randomStart: Bool,
    loss: ClassificationLoss = .crossEntropy, seed: UInt64 = 0, stopsOnSuccess: Bool = true, together: Bool = false
  ) {
    self.budget = budget
    self.steps = steps
    self.stepSize = stepSize
    self.restarts = restarts
    self.randomStart = randomStart
    self.loss = loss
    self.seed = seed
    self.stopsOnSuccess = stopsOnSuccess
    self.together = together
  }

  /// A quarter of the budget; with few steps more, so that the whole budget can be crossed, and for a single step from
  /// the clean input all of it.
  public var defaultStepSize: Float {
    let reach: Float = randomStart ? 2 : 1
    return min(max(budget.size / 4, reach * budget.size / Float(max(steps, 1))), budget.size)
  }

  public var resolvedStepSize: Float { stepSize ?? defaultStepSize }

  /// Everything that is wrong with the numbers themselves.
  var complaints: [String] {
    var complaints: [String] = []
    if steps < 1 { complaints.append("steps must be at least 1, are \(steps)") }
    if restarts < 1 { complaints.append("restarts must be at least 1, are \(restarts)") }
    if restarts > 1, !randomStart {
      complaints.append("\(restarts) restarts without a random start would all be the same; ask for a random start")
    }
    if let stepSize, !(stepSize > 0 && stepSize.isFinite) {
      complaints.append("the step size must be positive, is \(stepSize)")
    }
    return complaints + budget.complaints
  }
}

extension Budget {
  var complaints: [String] {
    var complaints: [String] = []
    if !size.isFinite { complaints.append("the budget must be finite, is \(size)") }
    if !bounds.lowerBound.isFinite || !bounds.upperBound.isFinite {
      complaints.append("the bounds must be finite, are \(bounds.lowerBound) to \(bounds.upperBound)")
    }
    return complaints
  }
}
