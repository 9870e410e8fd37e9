/// How a gradient attack on a mask searches within a budget.
public struct MaskGradientSettings: Sendable, Hashable {
  /// The norm is Linf or L2.
  public var budget: Budget
  public var steps: Int
  /// Linf: how far each element moves a step; L2: how long a step is.
  ///
  /// Nil: `resolvedStepSize`.
  public var stepSize: Float?
  public var loss: PixelLoss
  /// `μ`: how much of the accumulated gradient is kept a step; 0: none.
  public var decay: Float
  /// Start at a random point of the budget rather than at the clean input.
  public var randomStart: Bool
  public var restarts: Int
  public var seed: UInt64
  /// What counts as a success; only with `stopsOnSuccess` does it end the search before everything is attained.
  public var success: MaskThreshold
  public var stopsOnSuccess: Bool

  public init(
    budget: Budget, steps: Int, stepSize: Float? = nil, loss: PixelLoss = .crossEntropy, decay: Float = 0,
    randomStart: Bool = false, restarts: Int = 1, seed: UInt64 = 0,
    success: MaskThreshold = MaskThreshold(.meanIoU, 0.99), stopsOnSuccess: Bool = false
  ) {
    self.budget = budget
    self.steps = steps
    self.stepSize = stepSize
    self.loss = loss
    self.decay = decay
    self.randomStart = randomStart
    self.restarts = restarts
    self.seed = seed
    self.success = success
    self.stopsOnSuccess = stopsOnSuccess
  }

  /// Where none is given: with momentum the size over the number of steps, else a quarter of the size, and as much more as
  /// few steps need to cross the budget.
  public var resolvedStepSize: Float {
    if let stepSize { return stepSize }
    let share = budget.size / Float(max(steps, 1))
    return decay > 0 ? share : min(max(budget.size / 4, (randomStart ? 2 : 1) * share), budget.size)
  }

  var complaints: [String] {
    var complaints = Complaint.unlessCounting(steps, "steps") + Complaint.unlessCounting(restarts, "restarts")
    complaints += Complaint.unlessPositive(stepSize, "the step size")
    if !(decay >= 0 && decay.isFinite) { complaints.append("the decay must not be negative, is \(decay)") }
    if restarts > 1, !randomStart {
      complaints.append("\(restarts) restarts without a random start would all be the same; ask for a random start")
    }
    return complaints + budget.smoothComplaints + success.complaints
  }
}

extension Budget {
  /// What is wrong with it for attacks on masks, which work in Linf and L2.
  var smoothComplaints: [String] {
    let known = norm == .linf || norm == .l2
    return complaints + (known ? [] : ["the norm must be linf or l2, is \(norm.rawValue)"])
  }
}
