internal import Tensors

/// The loop of `LiteralMaskAttack`, for one image.
struct LiteralMaskSearch {
  private let settings: LiteralMaskAttack.Settings
  private let problem: MaskProblem
  private let victim: any Victim
  private let set: FeasibleSet
  private var point: [Float]
  private var tau: Double?
  private var beta = 0.0
  private var trace: [MaskTraceEntry] = []
  private var gradientVanished = false
  private var numericalTrouble = false
  private var forwards = 0

  init(settings: LiteralMaskAttack.Settings, problem: MaskProblem, victim: any Victim) {
    self.settings = settings
    self.problem = problem
    self.victim = victim
    set = FeasibleSet(
      clean: problem.clean, region: problem.region, budget: MaskLimits(budget: nil, bounds: settings.bounds).budget)
    point = problem.clean.scalars
  }

  mutating func run(_ control: MaskControl) throws -> MaskOutcome {
    var multiplier: Double?
    var wasInterrupted = false
    for iteration in 0..<settings.iterations {
      if control.shouldStop() {
        wasInterrupted = true
        break
      }
      let (gradient, active) = try ascentDirection()
      calibrate(gradient)
      let used = multiplier ?? tau ?? 0
      let unclipped = moved(along: gradient, by: used)
      let scores = try look(at: unclipped).scores
      let entry = entry(iteration, scores, unclipped, multiplier: used, active: active)
      trace.append(entry)
      control.didAdvance(entry, settings.iterations)
      multiplier = nextMultiplier(after: scores)
      point = unclipped
      set.project(&point)
    }
    return try outcome(wasInterrupted: wasInterrupted)
  }

  /// `∂(L − λ‖X − Xₙ‖²)/∂Xₙ` inside the region.
  private mutating func ascentDirection() throws -> (gradient: [Float], active: Int) {
    var active = 0
    let (_, answer) = try victim.logitsAndGradient(at: image(point)) { logits in
      let loss = settings.loss(logits, goal: problem.goal)
      active = loss.active
      return loss.cotangent
    }
    forwards += 1
    var gradient = [Float](repeating: 0, count: point.count)
    for index in point.indices where set.allowed[index] {
      let value = answer.scalars[index] - 2 * settings.penalty * (point[index] - set.clean[index])
      if value.isFinite { gradient[index] = value } else { numericalTrouble = true }
    }
    if !gradient.contains(where: { $0 != 0 }) { gradientVanished = true }
    return (gradient, active)
  }

  /// Fixes `τ` and `β` at the first gradient that is not zero.
  private mutating func calibrate(_ gradient: [Float]) {
    guard tau == nil else { return }
    switch settings.multiplier {
    case .absolute(let tau, let beta): (self.tau, self.beta) = (tau, beta)
    case .scaled(let change, let ratio):
      let largest = gradient.reduce(0.0) { max($0, abs(Double($1))) }
      guard largest > 0 else { return }
      tau = change / largest
      beta = ratio * change / largest
    }
  }

  private func nextMultiplier(after scores: MaskScores) -> Double? {
    guard let tau, settings.isMultiplierDynamic else { return tau }
    return beta * scores.foregroundProductIoU + tau
  }

  private func moved(along gradient: [Float], by multiplier: Double) -> [Float] {
    var moved = point
    for index in moved.indices where gradient[index] != 0 {
      let value = point[index] + Float(multiplier * Double(gradient[index]))
      if value.isFinite { moved[index] = value }
    }
    return moved
  }

  private func image(_ scalars: [Float]) -> Tensor { Tensor(shape: [1] + problem.clean.shape, scalars: scalars) }

  private mutating func look(at scalars: [Float]) throws -> (scores: MaskScores, prediction: [Int]) {
    forwards += 1
    let prediction = PixelLogits(try victim.logits(of: image(scalars))).prediction
    if prediction.contains(-1) { numericalTrouble = true }
    return (MaskScores(prediction: prediction, goal: problem.goal), prediction)
  }

  private func entry(
    _ iteration: Int, _ scores: MaskScores, _ unclipped: [Float], multiplier: Double, active: Int
  ) -> MaskTraceEntry {
    let norms = PerturbationNorms(
      clean: problem.clean, adversarial: Tensor(shape: problem.clean.shape, scalars: unclipped))
    return MaskTraceEntry(
      iteration: iteration, meanIoU: scores.foregroundProductIoU, pixelAccuracy: scores.pixelAccuracy, l2: norms.l2,
      linf: norms.linf, multiplier: multiplier, activePixels: active)
  }

  private mutating func outcome(wasInterrupted: Bool) throws -> MaskOutcome {
    let (scores, prediction) = try look(at: point)
    return MaskOutcome(
      outcome: Outcome(
        adversarial: Tensor(shape: problem.clean.shape, scalars: point), succeeded: scores.meanIoU >= settings.goal,
        loss: Float(scores.meanIoU), forwards: forwards, backwards: trace.count, iterations: trace.count,
        gradientVanished: gradientVanished, numericalTrouble: numericalTrouble, wasInterrupted: wasInterrupted),
      scores: scores, prediction: prediction, bestIteration: trace.count, trace: trace)
  }
}
