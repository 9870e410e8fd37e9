/// How the smooth-in-time attack searches.
public struct SmoothTimeSettings: Sendable, Hashable {
  /// The norm is Linf or L2.
  public var budget: Budget
  /// Which axis of an input is time.
  public var timeAxis: Int
  /// The standard deviation of the Gaussian low-pass, in frames; 0 smooths nothing.
  public var deviation: Float
  public var steps: Int
  /// Nil: a quarter of the budget, with fewer than four steps more.
  public var stepSize: Float?
  public var loss: ClassificationLoss
  public var stopsOnSuccess: Bool

  public init(
    budget: Budget, timeAxis: Int, deviation: Float = 2, steps: Int = 20, stepSize: Float? = nil,
    loss: ClassificationLoss = .crossEntropy, stopsOnSuccess: Bool = true
  ) {
    self.budget = budget
    self.timeAxis = timeAxis
    self.deviation = deviation
    self.steps = steps
    self.stepSize = stepSize
    self.loss = loss
    self.stopsOnSuccess = stopsOnSuccess
  }

  public var resolvedStepSize: Float { stepSize ?? max(budget.size / 4, budget.size / Float(max(steps, 1))) }

  /// Everything that is wrong with the numbers themselves.
  var complaints: [String] {
    var complaints: [String] = []
    if timeAxis < 0 { complaints.append("the time axis must not be negative, is \(timeAxis)") }
    if !(deviation >= 0 && deviation <= 1000) {
      complaints.append("the low-pass's deviation must lie in 0...1000 frames, is \(deviation)")
    }
    if steps < 1 { complaints.append("steps must be at least 1, are \(steps)") }
    if let stepSize, !(stepSize > 0 && stepSize.isFinite) {
      complaints.append("the step size must be positive, is \(stepSize)")
    }
    if budget.norm != .linf && budget.norm != .l2 {
      complaints.append("smooth perturbations are measured in linf or l2, not in \(budget.norm.rawValue)")
    }
    return complaints + budget.complaints
  }
}
