/// The loop of `AdaptiveMaskAttack`, for one image.
struct AdaptiveMaskSearch {
  private let settings: AdaptiveMaskAttack.Settings
  private let set: FeasibleSet
  private let oracle: MaskOracle
  private var loss: MaskLoss
  private var pace: StepPace
  private var point: [Float]
  /// The running mean of unit directions, and how much of it is still the zero it began with.
  private var velocity: [Float]
  private var zeroShare = 1.0
  private var stepLength: Double?
  /// Once the goal is reached.
  private var shortening: MaskShortening?

  init(settings: AdaptiveMaskAttack.Settings, set: FeasibleSet, oracle: MaskOracle) {
    self.settings = settings
    self.set = set
    self.oracle = oracle
    loss = settings.loss
    // What will be shortened need not be short at first: the gradients are better spent at the end.
    pace = StepPace(goal: settings.goal, iterations: settings.iterations, share: settings.shortens ? 0.2 : 0.9)
    point = set.clean
    velocity = [Float](repeating: 0, count: point.count)
  }

  mutating func run() throws {
    for iteration in 0...settings.iterations {
      let look = try look(isFirst: iteration == 0, needsGradient: iteration < settings.iterations)
      if look.isReached || shortening != nil {
        guard try shorten(look, isLast: iteration == settings.iterations) else { return }
        continue
      }
      let factor = pace.factor(at: iteration, meanIoU: look.scores.meanIoU)
      if settings.isMultiplierDynamic, let stepLength { self.stepLength = stepLength * factor }
      oracle.note(look, stepLength: stepLength ?? 0)
      guard iteration < settings.iterations else { return }
      let direction = ascentDirection(look.gradient)
      guard direction.contains(where: { $0 != 0 }) else { return oracle.noteVanishedGradient() }
      try oracle.beginStep()
      advance(along: direction)
    }
  }

  /// Whether the search goes on: a mask that is reached is reached with less.
  private mutating func shorten(_ look: MaskLook, isLast: Bool) throws -> Bool {
    var shortening =
      shortening ?? MaskShortening(from: look.norms.l2, steps: settings.shortens ? settings.shortening : 0)
    guard !isLast, !shortening.isOver, look.norms.l2 > 0 else {
      oracle.note(look, stepLength: stepLength ?? 0)
      return false
    }
    let length = shortening.nextLength(after: look)
    oracle.note(look, stepLength: length)
    try oracle.beginStep()
    shortening.advance(&point, along: look.gradient, to: length, in: set)
    self.shortening = shortening
    return true
  }

  // MARK: Looking

  private mutating func look(isFirst: Bool, needsGradient: Bool) throws -> MaskLook {
    let goal = oracle.problem.goal
    var loss = loss
    let share = settings.relativeConfidence
    let look = try oracle.look(at: point, needsGradient: needsGradient) { logits, prediction in
      // Settled on the clean image: up to which margin pixels stay in the loss.
      if isFirst { loss.confidence = max(loss.confidence, share * Float(logits.meanDeficit(of: goal))) }
      return loss.evaluate(logits, goal, prediction: prediction)
    }
    self.loss = loss
    return look
  }

  /// `∂(L − λ‖X − Xₙ‖²)/∂Xₙ` inside the region, each element's magnitude replaced by its square root.
  private func ascentDirection(_ gradient: [Float]) -> [Float] {
    let pull = 2 * settings.penalty
    var point = point
    return gradient.withUnsafeBufferPointer { gradient in
      set.lend(&point) { point, clean, _, _ in
        [Float](unsafeUninitializedCapacity: gradient.count) { direction, count in
          count = gradient.count
          for index in gradient.indices {
            let value = gradient[index] - pull * (point[index] - clean[index])
            let root = abs(value).squareRoot()
            direction[index] = value.isFinite ? (value < 0 ? -root : root) : 0
          }
        }
      }
    }
  }

  // MARK: Moving

  private mutating func advance(along direction: [Float]) {
    let length = direction.euclideanNorm
    velocity.average(with: direction, scale: 1 / length, keeping: settings.momentum)
    zeroShare *= Double(settings.momentum)
    let size = stepLength ?? firstStepLength(direction, length)
    stepLength = size
    if settings.budget?.norm == .linf {
      point.add(signsOf: velocity, times: Float(size))
    } else {
      point.add(velocity, times: size / (1 - zeroShare))
    }
    set.project(&point)
  }

  /// The length at which the first step changes one element by `firstChange`, and none by more.
  private func firstStepLength(_ direction: [Float], _ length: Double) -> Double {
    let width = Double(settings.bounds.upperBound) - Double(settings.bounds.lowerBound)
    let change = Double(settings.firstChange) * width
    guard settings.budget?.norm != .linf else { return change }
    return change * length / Double(direction.largestMagnitude)
  }
}
