/// How a momentum attack searches; each setting is one paper's idea, and they combine.
public struct MomentumSettings: Sendable, Hashable {
  /// The norm is Linf or L2.
  public var budget: Budget
  public var steps: Int
  /// Nil: what the random start leaves of the budget, divided by the number of steps.
  public var stepSize: Float?
  /// `μ`: how much of the accumulated gradient is kept a step.
  public var decay: Float
  /// Take gradients where the momentum leads to (Nesterov) rather than where the search stands.
  public var looksAhead: Bool
  /// How many copies `x / 2^i`, `i = 0, 1, …`, give gradients a step.
  public var scaleCopies: Int
  public var diversity: InputDiversity?
  public var smoothing: TranslationKernel?
  public var varianceTuning: VarianceTuning?
  /// Which share of the budget a random first step takes: signs for Linf, a direction for L2.
  public var randomShare: Float
  public var loss: ClassificationLoss
  public var seed: UInt64
  /// A sample leaves at its first success.
  ///
  /// Off: it goes on raising the loss, because what barely misleads one model seldom misleads another.
  public var stopsOnSuccess: Bool

  public init(
    budget: Budget, steps: Int = 10, stepSize: Float? = nil, decay: Float = 1, looksAhead: Bool = false,
    scaleCopies: Int = 1, diversity: InputDiversity? = nil, smoothing: TranslationKernel? = nil,
    varianceTuning: VarianceTuning? = nil, randomShare: Float = 0, loss: ClassificationLoss = .crossEntropy,
    seed: UInt64 = 0, stopsOnSuccess: Bool = false
  ) {
    self.budget = budget
    self.steps = steps
    self.stepSize = stepSize
    self.decay = decay
    self.looksAhead = looksAhead
    self.scaleCopies = scaleCopies
    self.diversity = diversity
    self.smoothing = smoothing
    self.varianceTuning = varianceTuning
    self.randomShare = randomShare
    self.loss = loss
    self.seed = seed
    self.stopsOnSuccess = stopsOnSuccess
  }

  public var resolvedStepSize: Float { stepSize ?? budget.size * (1 - randomShare) / Float(max(steps, 1)) }

  /// Everything that is wrong with the numbers themselves.
  var complaints: [String] {
    var complaints: [String] = []
    if steps < 1 { complaints.append("steps must be at least 1, are \(steps)") }
    if let stepSize, !(stepSize > 0 && stepSize.isFinite) {
      complaints.append("the step size must be positive, is \(stepSize)")
    }
    if !(decay >= 0 && decay.isFinite) { complaints.append("the decay must not be negative, is \(decay)") }
    if !(1...32).contains(scaleCopies) { complaints.append("the scale copies must be 1...32, are \(scaleCopies)") }
    if !(randomShare >= 0 && randomShare < 1) {
      complaints.append("the random share must be at least 0 and below 1, is \(randomShare)")
    }
    if budget.norm != .linf && budget.norm != .l2 {
      complaints.append("momentum attacks work in linf and l2, not in \(budget.norm.rawValue)")
    }
    complaints += (diversity?.complaints ?? []) + (smoothing?.complaints ?? [])
    return complaints + (varianceTuning?.complaints ?? []) + budget.complaints
  }
}

/// Variance tuning (Wang and He, 2021, arXiv:2103.15571): the gradient is corrected by how its mean over a neighbourhood
/// differed from it a step ago.
public struct VarianceTuning: Sendable, Hashable {
  /// `N`: how many neighbours are asked a step.
  public var neighbours: Int
  /// `β`: the neighbourhood's size, as a multiple of the budget's.
  public var reach: Float

  public init(neighbours: Int = 20, reach: Float = 1.5) {
    self.neighbours = neighbours
    self.reach = reach
  }

  var complaints: [String] {
    var complaints: [String] = []
    if neighbours < 1 { complaints.append("variance tuning needs at least 1 neighbour, has \(neighbours)") }
    if !(reach > 0 && reach.isFinite) {
      complaints.append("the reach of variance tuning must be positive, is \(reach)")
    }
    return complaints
  }
}
