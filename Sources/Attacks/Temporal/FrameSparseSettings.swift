/// How the frame-sparse attack searches.
public struct FrameSparseSettings: Sendable, Hashable {
  /// What the perturbation of all frames together may be.
  public var budget: Budget
  /// Which axis of an input is time.
  public var timeAxis: Int
  /// How many frames may change.
  public var frames: Int
  /// Tries one frame first, then two, and so on up to `frames`, and ends at the first success: the fewest frames.
  public var growsFrames: Bool
  /// Steps a round.
  public var steps: Int
  /// Nil: a quarter of the budget, with fewer than four steps more.
  public var stepSize: Float?
  /// How often frames are chosen anew where the last choice led to.
  public var rounds: Int
  public var loss: ClassificationLoss
  public var stopsOnSuccess: Bool

  public init(
    budget: Budget, timeAxis: Int, frames: Int, growsFrames: Bool = false, steps: Int = 20, stepSize: Float? = nil,
    rounds: Int = 3, loss: ClassificationLoss = .crossEntropy, stopsOnSuccess: Bool = true
  ) {
    self.budget = budget
    self.timeAxis = timeAxis
    self.frames = frames
    self.growsFrames = growsFrames
    self.steps = steps
    self.stepSize = stepSize
    self.rounds = rounds
    self.loss = loss
    self.stopsOnSuccess = stopsOnSuccess
  }

  public var resolvedStepSize: Float { stepSize ?? max(budget.size / 4, budget.size / Float(max(steps, 1))) }

  /// Everything that is wrong with the numbers themselves.
  var complaints: [String] {
    var complaints: [String] = []
    if timeAxis < 0 { complaints.append("the time axis must not be negative, is \(timeAxis)") }
    if frames < 0 { complaints.append("the number of frames must not be negative, is \(frames)") }
    if steps < 1 { complaints.append("steps must be at least 1, are \(steps)") }
    if rounds < 1 { complaints.append("rounds must be at least 1, are \(rounds)") }
    if let stepSize, !(stepSize > 0 && stepSize.isFinite) {
      complaints.append("the step size must be positive, is \(stepSize)")
    }
    return complaints + budget.complaints
  }
}
