internal import Tensors

/// The victim, as the search for one image sees it: looks are counted, and the best image is kept.
public final class MaskOracle {
  public let problem: MaskProblem
  private let victim: any Victim
  private let success: MaskThreshold
  private let merit: MaskMerit
  private let stepLimit: Int
  private let control: MaskControl
  /// What all passes have in common, where the victim knows such a thing.
  private var fixed: FixedPart?

  private(set) var best: Best?
  private(set) var trace: [MaskTraceEntry] = []
  /// Which restart is running; kept with what it finds.
  public var restart = 0
  private var forwards = 0
  private var backwards = 0
  private var steps = 0
  private var gradientVanished = false
  private var numericalTrouble = false

  struct Best {
    let point: [Float]
    let look: MaskLook
    let iteration: Int
    let restart: Int
  }

  init(
    _ problem: MaskProblem, against victim: any Victim, success: MaskThreshold, merit: MaskMerit, stepLimit: Int,
    control: MaskControl, fixed: FixedPart? = nil
  ) {
    self.problem = problem
    self.victim = victim
    self.success = success
    self.merit = merit
    self.stepLimit = stepLimit
    self.control = control
    self.fixed = fixed
  }

  /// Whether some image that was kept is a success.
  public var succeeded: Bool { best?.look.isReached ?? false }
  /// Whether nothing is left to attain.
  public var isComplete: Bool { best.map { $0.look.attained >= 1 } ?? false }

  /// What was counted so far; set by a search that goes on with an earlier one.
  var tally: MaskTally {
    get {
      MaskTally(
        forwards: forwards, backwards: backwards, steps: steps, gradientVanished: gradientVanished,
        numericalTrouble: numericalTrouble)
    }
    set {
      (forwards, backwards, steps) = (newValue.forwards, newValue.backwards, newValue.steps)
      (gradientVanished, numericalTrouble) = (newValue.gradientVanished, newValue.numericalTrouble)
    }
  }

  // MARK: Looking

  /// Looks at an image in a forward pass; it is kept if it is the best so far, unless it is not offered.
  @discardableResult
  public func look(at point: [Float], offers: Bool = true) throws -> MaskLook {
    forwards += 1
    let pixels = PixelLogits(try logits(at: point))
    return finish(point, pixels.prediction, loss: nil, gradient: [], offers: offers)
  }

  /// Looks at an image with the input gradient of a loss: one forward and one backward pass.
  public func look(
    at point: [Float], raising loss: PixelLoss, progress: Double = 0, scaling: CotangentScaling = .unit,
    offers: Bool = true
  ) throws -> MaskLook {
    let goal = problem.goal
    return try look(at: point, scaling: scaling, offers: offers) { logits, prediction in
      loss.evaluate(logits, goal, prediction: prediction, progress: progress)
    }
  }

  /// The same with any function of the logits; it is called once, with the prediction.
  func look(
    at point: [Float], scaling: CotangentScaling = .exact, offers: Bool = true,
    raising loss: (PixelLogits, _ prediction: [Int]) throws -> PixelLossValue
  ) throws -> MaskLook {
    forwards += 1
    backwards += 1
    var seen: (prediction: [Int], loss: PixelLossValue)?
    let (_, gradient) = try logitsAndGradient(at: point) { logits in
      let pixels = PixelLogits(logits)
      let prediction = pixels.prediction
      let value = try loss(pixels, prediction)
      seen = (prediction, value)
      return Tensor(shape: logits.shape, scalars: scaling.applied(to: value.derivative))
    }
    let (values, isFinite) = gradient.scalars.masked(by: problem.region.allowed)
    if !isFinite { numericalTrouble = true }
    let prediction = try confirmed(seen?.prediction ?? [], at: point)
    return finish(point, prediction, loss: seen?.loss, gradient: values, offers: offers)
  }

  /// The same, and where the goal is reached without the backward pass: no gradient then.
  ///
  /// Rough logits say nothing of the goal: with them there is always a gradient.
  func lookUnlessReached(
    at point: [Float], raising loss: (PixelLogits, _ prediction: [Int]) -> PixelLossValue
  ) throws -> MaskLook {
    guard !victim.gradientLogitsAreRough else { return try look(at: point, raising: loss) }
    var reached: (prediction: [Int], loss: PixelLossValue)?
    do {
      return try look(at: point) { logits, prediction in
        let value = loss(logits, prediction)
        if attained(prediction).share >= success.share {
          reached = (prediction, value)
          throw GoalReached()
        }
        return value
      }
    } catch is GoalReached {
      backwards -= 1
      return finish(point, reached?.prediction ?? [], loss: reached?.loss, gradient: [], offers: true)
    }
  }

  /// Leaves a victim between its forward and its backward pass.
  private struct GoalReached: Error {}

  /// The prediction that came with a gradient or, where that was rough and reaches the goal, that of a forward pass.
  private func confirmed(_ prediction: [Int], at point: [Float]) throws -> [Int] {
    guard victim.gradientLogitsAreRough, attained(prediction).share >= success.share else { return prediction }
    forwards += 1
    return PixelLogits(try logits(at: point)).prediction
  }

  /// Looks once more, exactly, at the best image of a search in rough logits, or beside a fixed part: what is said of it is
  /// then true of full passes.
  func settle() throws {
    guard let rough = best, fixed != nil || (victim.gradientLogitsAreRough && !rough.look.isReached) else { return }
    (best, fixed) = (nil, nil)
    let exact = try look(at: rough.point)
    best = Best(point: rough.point, look: exact, iteration: rough.iteration, restart: rough.restart)
  }

  private func attained(_ prediction: [Int]) -> (scores: MaskScores, share: Double) {
    let goal = problem.goal
    let scores = MaskScores(prediction: prediction, goal: goal)
    let counts = goal.aim == .draw || !prediction.contains(-1)
    return (scores, counts ? success.attained(scores, goal.aim) : 0)
  }

  /// The same, and where no gradient is needed in a forward pass alone.
  func look(
    at point: [Float], needsGradient: Bool, scaling: CotangentScaling = .exact, offers: Bool = true,
    raising loss: (PixelLogits, _ prediction: [Int]) -> PixelLossValue
  ) throws -> MaskLook {
    if needsGradient { return try look(at: point, scaling: scaling, offers: offers, raising: loss) }
    forwards += 1
    let pixels = PixelLogits(try logits(at: point))
    let prediction = pixels.prediction
    return finish(point, prediction, loss: loss(pixels, prediction), gradient: [], offers: offers)
  }

  private func logits(at point: [Float]) throws -> Tensor {
    let part = fixedPart(of: point)
    return try part.isEmpty ? victim.logits(of: image(point)) : victim.logits(of: image(point), beside: part)
  }

  private func logitsAndGradient(
    at point: [Float], cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    let part = fixedPart(of: point)
    guard !part.isEmpty else { return try victim.logitsAndGradient(at: image(point), cotangent: cotangent) }
    return try victim.logitsAndGradient(at: image(point), beside: part) { logits, _ in try cotangent(logits) }
  }

  /// One part, or none where the point is none of those it is good for.
  private func fixedPart(of point: [Float]) -> [FixedPart] {
    fixed.map { $0.holds(for: point, of: problem.clean) ? [$0] : [] } ?? []
  }

  private func image(_ point: [Float]) -> Tensor { Tensor(shape: [1] + problem.clean.shape, scalars: point) }

  private func finish(
    _ point: [Float], _ prediction: [Int], loss: PixelLossValue?, gradient: [Float], offers: Bool
  ) -> MaskLook {
    if prediction.contains(-1) { numericalTrouble = true }
    let (scores, attained) = attained(prediction)
    let look = MaskLook(
      scores: scores, prediction: prediction, attained: attained, isReached: attained >= success.share,
      norms: PerturbationNorms(clean: problem.clean.scalars, adversarial: point), loss: loss?.value ?? 0,
      course: loss?.course ?? 0, active: loss?.active ?? 0, gradient: gradient)
    if offers, isBetter(look) {
      best = Best(point: point, look: look, iteration: trace.count, restart: restart)
    }
    return look
  }

  private func isBetter(_ look: MaskLook) -> Bool {
    if case .shortness(let norm, let limit?) = merit, look.norms(norm) > Double(limit) { return false }
    guard let best = best?.look else { return true }
    switch merit {
    case .shortness(let norm, _) where look.isReached || best.isReached:
      return look.isReached && (!best.isReached || look.norms(norm) < best.norms(norm))
    case .attainment, .shortness:
      if look.attained != best.attained { return look.attained > best.attained }
      // The IoU with an empty mask is 0 until the last pixel is gone: until then those that are gone count.
      if look.attained == 0, problem.goal.aim == .draw, look.scores.wrongPixels != best.scores.wrongPixels {
        return look.scores.wrongPixels < best.scores.wrongPixels
      }
      return look.norms.l2 < best.norms.l2
    }
  }

  // MARK: Keeping the course

  /// Counts a step that is about to be made; stops the search where the caller wants it.
  public func beginStep() throws {
    if control.shouldStop() { throw SearchStopped() }
    steps += 1
  }

  /// Writes a look into the trace, with the length of the step that follows.
  public func note(_ look: MaskLook, stepLength: Double) {
    note(
      MaskTraceEntry(
        iteration: trace.count, meanIoU: look.scores.meanIoU, pixelAccuracy: look.scores.pixelAccuracy,
        l2: look.norms.l2, linf: look.norms.linf, multiplier: stepLength, activePixels: look.active))
  }

  func note(_ entry: MaskTraceEntry) {
    trace.append(entry)
    control.didAdvance(entry, stepLimit)
  }

  public func noteVanishedGradient() { gradientVanished = true }

  func outcome(wasInterrupted: Bool) -> MaskOutcome {
    let goal = problem.goal
    let prediction = best?.look.prediction ?? [Int](repeating: -1, count: goal.target.count)
    return MaskOutcome(
      outcome: Outcome(
        adversarial: Tensor(shape: problem.clean.shape, scalars: best?.point ?? problem.clean.scalars),
        succeeded: succeeded, loss: Float(best?.look.attained ?? 0), restart: best?.restart ?? 0,
        restarts: restart + 1, forwards: forwards, backwards: backwards, iterations: steps,
        gradientVanished: gradientVanished, numericalTrouble: numericalTrouble, wasInterrupted: wasInterrupted),
      scores: best?.look.scores ?? MaskScores(prediction: prediction, goal: goal), prediction: prediction,
      bestIteration: best?.iteration ?? 0, trace: trace)
  }
}
