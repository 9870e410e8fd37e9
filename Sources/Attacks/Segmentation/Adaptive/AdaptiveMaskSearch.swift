internal import Tensors

/// The loop of `AdaptiveMaskAttack`, for one image.
struct AdaptiveMaskSearch {
  private let settings: AdaptiveMaskAttack.Settings
  private var loss: MaskLoss
  private let problem: MaskProblem
  private let victim: any Victim
  private let set: FeasibleSet
  private var pace: StepPace
  private var point: [Float]
  /// The running mean of unit directions, and how much of it is still the zero it began with.
  private var velocity: [Float]
  private var zeroShare = 1.0
  private var stepLength: Double?
  private var best: Best?
  private var trace: [MaskTraceEntry] = []
  private var gradientVanished = false
  private var numericalTrouble = false
  private var forwards = 0
  private var backwards = 0

  private struct Best {
    var iteration: Int
    var point: [Float]
    var l2: Double
    var scores: MaskScores
    var prediction: [Int]
  }

  /// What one look at the current point shows.
  private struct View {
    var scores: MaskScores
    var prediction: [Int]
    var cotangent: Tensor
    var active: Int
  }

  init(settings: AdaptiveMaskAttack.Settings, problem: MaskProblem, victim: any Victim) {
    self.settings = settings
    loss = settings.loss
    self.problem = problem
    self.victim = victim
    set = FeasibleSet(
      clean: problem.clean, region: problem.region,
      budget: MaskLimits(budget: settings.budget, bounds: settings.bounds).budget)
    pace = StepPace(goal: settings.goal, iterations: settings.iterations)
    point = problem.clean.scalars
    velocity = [Float](repeating: 0, count: point.count)
  }

  mutating func run(_ control: MaskControl) throws -> MaskOutcome {
    var wasInterrupted = false
    for iteration in 0...settings.iterations {
      // The clean image is always looked at, so that there is something to return.
      if iteration > 0, control.shouldStop() {
        wasInterrupted = true
        break
      }
      let (view, direction) = try look(needsGradient: iteration < settings.iterations)
      let factor = pace.factor(at: iteration, meanIoU: view.scores.meanIoU)
      if settings.isMultiplierDynamic, let stepLength { self.stepLength = stepLength * factor }
      let isThrough = record(view, iteration)
      if let entry = trace.last { control.didAdvance(entry, settings.iterations) }
      guard !isThrough, let direction, advance(along: direction) else { break }
    }
    return outcome(wasInterrupted: wasInterrupted)
  }

  // MARK: Looking

  private mutating func look(needsGradient: Bool) throws -> (view: View, direction: [Float]?) {
    forwards += 1
    let image = Tensor(shape: [1] + problem.clean.shape, scalars: point)
    guard needsGradient else { return (view(of: try victim.logits(of: image)), nil) }
    backwards += 1
    var seen: View?
    let (logits, answer) = try victim.logitsAndGradient(at: image) { logits in
      let view = view(of: logits)
      seen = view
      return view.cotangent
    }
    return (seen ?? view(of: logits), ascentDirection(answer))
  }

  private mutating func view(of logits: Tensor) -> View {
    let pixels = PixelLogits(logits)
    let prediction = pixels.prediction
    if trace.isEmpty { raiseConfidence(toShareOf: pixels) }
    let loss = loss.evaluate(pixels, shape: logits.shape, goal: problem.goal, prediction: prediction)
    return View(
      scores: MaskScores(prediction: prediction, goal: problem.goal), prediction: prediction,
      cotangent: loss.cotangent, active: loss.active)
  }

  /// `∂(L − λ‖X − Xₙ‖²)/∂Xₙ` inside the region, each element's magnitude replaced by its square root; elements that are
  /// not finite are left out.
  private mutating func ascentDirection(_ gradient: Tensor) -> [Float] {
    precondition(gradient.count == point.count, "AdaptiveMaskSearch: a gradient \(gradient.shape) for one input")
    var isFinite = true
    let pull = 2 * settings.penalty
    let direction = gradient.withUnsafeScalars { gradient in
      set.lend(&point) { point, clean, _, _ in
        set.allowed.withUnsafeBufferPointer { allowed in
          [Float](unsafeUninitializedCapacity: gradient.count) { direction, count in
            count = gradient.count
            for index in gradient.indices {
              let value = allowed[index] ? gradient[index] - pull * (point[index] - clean[index]) : 0
              let root = abs(value).squareRoot()
              isFinite = isFinite && value.isFinite
              direction[index] = value.isFinite ? (value < 0 ? -root : root) : 0
            }
          }
        }
      }
    }
    if !isFinite { numericalTrouble = true }
    return direction
  }

  /// Settles, on the clean image, up to which margin pixels stay in the loss.
  private mutating func raiseConfidence(toShareOf pixels: PixelLogits) {
    let share = settings.relativeConfidence * Float(pixels.meanDeficit(of: problem.goal))
    loss.confidence = max(loss.confidence, share)
  }

  // MARK: Keeping

  /// Writes the trace, keeps the image if it is the best so far, and tells whether the goal is reached.
  private mutating func record(_ view: View, _ iteration: Int) -> Bool {
    let norms = PerturbationNorms(
      clean: problem.clean, adversarial: Tensor(shape: problem.clean.shape, scalars: point))
    if view.prediction.contains(-1) { numericalTrouble = true }
    trace.append(
      MaskTraceEntry(
        iteration: iteration, meanIoU: view.scores.meanIoU, pixelAccuracy: view.scores.pixelAccuracy, l2: norms.l2,
        linf: norms.linf, multiplier: stepLength ?? 0, activePixels: view.active))
    if isBetter(view.scores.meanIoU, norms.l2) {
      best = Best(
        iteration: iteration, point: point, l2: norms.l2, scores: view.scores, prediction: view.prediction)
    }
    return view.scores.meanIoU >= settings.goal
  }

  private func isBetter(_ meanIoU: Double, _ l2: Double) -> Bool {
    guard let best else { return true }
    return meanIoU > best.scores.meanIoU || (meanIoU == best.scores.meanIoU && l2 < best.l2)
  }

  // MARK: Moving

  /// Takes one step; false where there is no gradient to follow.
  private mutating func advance(along direction: [Float]) -> Bool {
    let length = direction.euclideanNorm
    guard length > 0 else {
      gradientVanished = true
      return false
    }
    velocity.average(with: direction, scale: 1 / length, keeping: settings.momentum)
    zeroShare *= Double(settings.momentum)
    let size = stepLength ?? firstStepLength(direction, length)
    stepLength = size
    move(by: size / (1 - zeroShare))
    set.project(&point)
    return true
  }

  /// The length at which the first step changes one element by `firstChange`, and none by more.
  private func firstStepLength(_ direction: [Float], _ length: Double) -> Double {
    let width = Double(settings.bounds.upperBound) - Double(settings.bounds.lowerBound)
    let change = Double(settings.firstChange) * width
    guard settings.budget?.norm != .linf else { return change }
    return change * length / Double(direction.largestMagnitude)
  }

  private mutating func move(by size: Double) {
    if settings.budget?.norm == .linf {
      point.add(signsOf: velocity, times: Float(stepLength ?? size))
    } else {
      point.add(velocity, times: size)
    }
  }

  private func outcome(wasInterrupted: Bool) -> MaskOutcome {
    let goal = problem.goal
    let best =
      best
      ?? Best(
        iteration: 0, point: set.clean, l2: 0,
        scores: MaskScores(prediction: [Int](repeating: -1, count: goal.target.count), goal: goal),
        prediction: [Int](repeating: -1, count: goal.target.count))
    return MaskOutcome(
      outcome: Outcome(
        adversarial: Tensor(shape: problem.clean.shape, scalars: best.point),
        succeeded: best.scores.meanIoU >= settings.goal, loss: Float(best.scores.meanIoU), forwards: forwards,
        backwards: backwards, iterations: max(trace.count - 1, 0), gradientVanished: gradientVanished,
        numericalTrouble: numericalTrouble, wasInterrupted: wasInterrupted),
      scores: best.scores, prediction: best.prediction, bestIteration: best.iteration, trace: trace)
  }
}
