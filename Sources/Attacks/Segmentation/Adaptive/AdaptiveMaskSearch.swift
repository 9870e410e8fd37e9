/// The loop of `AdaptiveMaskAttack`, for one image.
struct AdaptiveMaskSearch {
  private let settings: AdaptiveMaskAttack.Settings
  private let set: FeasibleSet
  private let oracle: MaskOracle
  private var loss: MaskLoss
  private var steps: any AdaptiveStepRule
  private var point: [Float]
  /// The point before the last step, which does not reach the goal.
  private var missed: [Float]
  private var iterationsLeft: Int

  init(settings: AdaptiveMaskAttack.Settings, set: FeasibleSet, oracle: MaskOracle) {
    self.settings = settings
    self.set = set
    self.oracle = oracle
    loss = settings.loss
    steps = settings.reachesOut ? BoundarySteps(settings) : PacedSteps(settings, count: set.clean.count)
    point = set.clean
    missed = set.clean
    iterationsLeft = settings.iterations
  }

  mutating func run() throws {
    guard let success = try approach(), settings.measuresLengths, success.norms.l2 > 0 else { return }
    let length = try tighten(success)
    try shorten(from: length)
  }

  // MARK: Approach, tighten, shorten

  /// Steps up to the first image that reaches the goal; nil where none does.
  private mutating func approach() throws -> MaskLook? {
    for iteration in 0...settings.iterations {
      let look = try look(isFirst: iteration == 0)
      if look.isReached || iterationsLeft == 0 {
        oracle.note(look, stepLength: steps.stepLength)
        return look.isReached ? look : nil
      }
      let direction = ascentDirection(look.gradient)
      let missing = Double(loss.confidence) * Double(look.active) - look.loss
      steps.choose(after: look, at: iteration, missing: missing, along: direction)
      oracle.note(look, stepLength: steps.stepLength)
      guard direction.contains(where: { $0 != 0 }) else {
        oracle.noteVanishedGradient()
        return nil
      }
      try beginStep()
      missed = point
      steps.advance(&point, along: direction, in: set)
    }
    return nil
  }

  /// Halves the way between the last image that misses the goal and the first that reaches it, by forward passes alone;
  /// returns the length of the nearest that does.
  private mutating func tighten(_ success: MaskLook) throws -> Double {
    var length = success.norms.l2
    for _ in 0..<settings.tightening {
      var middle = zip(missed, point).map { $0 + ($1 - $0) / 2 }
      set.project(&middle)
      guard middle != point, middle != missed else { return length }
      let look = try oracle.look(at: middle)
      oracle.note(look, stepLength: 0)
      if look.isReached {
        point = middle
        length = look.norms.l2
      } else {
        missed = middle
      }
    }
    return length
  }

  /// The rest of the search: shorter images that reach the goal as well.
  private mutating func shorten(from length: Double) throws {
    var shortening = MaskShortening(from: length, steps: min(settings.shortening, iterationsLeft))
    guard !shortening.isOver else { return }
    while !shortening.isOver {
      let look = try oracle.look(at: point, needsGradient: true, raising: evaluate)
      let length = shortening.nextLength(after: look)
      oracle.note(look, stepLength: length)
      try beginStep()
      shortening.advance(&point, along: look.gradient, to: length, in: set)
    }
    oracle.note(try oracle.look(at: point), stepLength: 0)
  }

  private mutating func beginStep() throws {
    try oracle.beginStep()
    iterationsLeft -= 1
  }

  // MARK: Looking

  /// Without a gradient where the goal is reached, and after the last step.
  private mutating func look(isFirst: Bool) throws -> MaskLook {
    guard isFirst else {
      return iterationsLeft > 0
        ? try oracle.lookUnlessReached(at: point, raising: evaluate)
        : try oracle.look(at: point, needsGradient: false, raising: evaluate)
    }
    let goal = oracle.problem.goal
    var loss = loss
    let share = settings.relativeConfidence
    let look = try oracle.lookUnlessReached(at: point) { logits, prediction in
      // Settled on the clean image: up to which margin pixels stay in the loss.
      loss.confidence = max(loss.confidence, share * Float(logits.meanDeficit(of: goal)))
      return loss.evaluate(logits, goal, prediction: prediction)
    }
    self.loss = loss
    return look
  }

  private func evaluate(_ logits: PixelLogits, _ prediction: [Int]) -> PixelLossValue {
    loss.evaluate(logits, oracle.problem.goal, prediction: prediction)
  }

  /// `∂(L − λ‖X − Xₙ‖²)/∂Xₙ` inside the region.
  private func ascentDirection(_ gradient: [Float]) -> [Float] {
    let pull = 2 * settings.penalty
    var point = point
    return gradient.withUnsafeBufferPointer { gradient in
      set.lend(&point) { point, clean, _, _ in
        [Float](unsafeUninitializedCapacity: gradient.count) { direction, count in
          count = gradient.count
          for index in gradient.indices {
            let value = gradient[index] - pull * (point[index] - clean[index])
            direction[index] = value.isFinite ? value : 0
          }
        }
      }
    }
  }
}
