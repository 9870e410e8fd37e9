internal import Tensors

/// The loop of `UniversalMaskAttack`.
struct UniversalMaskSearch {
  private let settings: UniversalMaskAttack.Settings
  private let oracles: [MaskOracle]
  private let control: MaskControl
  /// Where the perturbation itself may go: around 0, wherever some image may change.
  private let set: FeasibleSet
  private var perturbation: [Float]
  /// The weight of each pixel of each image, before confident ones are left out.
  private var weights: [[Double]] = []
  private var best: (perturbation: [Float], attained: Double, pixels: Double, step: Int)?
  private var course: [Double] = []

  init(
    settings: UniversalMaskAttack.Settings, problems: [MaskProblem], victim: any Victim, control: MaskControl
  ) {
    self.settings = settings
    self.control = control
    oracles = problems.map {
      MaskOracle(
        $0, against: victim, success: settings.success, merit: .attainment, stepLimit: settings.steps,
        control: MaskControl())
    }
    let (shape, bounds) = (problems[0].clean.shape, settings.budget.bounds)
    let anywhere = problems[0].region.allowed.indices.map { index in problems.contains { $0.region.allowed[index] } }
    let width = bounds.upperBound - bounds.lowerBound
    set = FeasibleSet(
      clean: Tensor(shape: shape), region: Region(shape: shape, allowed: anywhere, name: "any image's region"),
      budget: Budget(norm: settings.budget.norm, size: settings.budget.size, bounds: -width...width))
    perturbation = set.clean
  }

  mutating func run(
    from state: UniversalMaskState?, keeping keep: (UniversalMaskState) throws -> Void
  ) throws -> UniversalMaskOutcome {
    weights = try oracles.map(weights)
    if let state { restore(state) }
    var wasInterrupted = false
    for step in (state?.progress.nextStep ?? 0)...(settings.budget.size > 0 ? settings.steps : 0) {
      let isLast = step == settings.steps || settings.budget.size == 0
      let (looks, ascent) = try look(needsGradient: !isLast)
      record(looks, step)
      if isLast || looks.allSatisfy({ $0.attained >= 1 }) { break }
      if control.shouldStop() {
        wasInterrupted = true
        break
      }
      guard ascent.contains(where: { $0 != 0 }) else {
        for oracle in oracles { oracle.noteVanishedGradient() }
        break
      }
      for oracle in oracles { try oracle.beginStep() }
      set.ascend(&perturbation, along: ascent, by: settings.resolvedStepSize)
      try keep(stopped(after: step))
    }
    for oracle in oracles { try oracle.settle() }
    return try outcome(wasInterrupted)
  }

  /// The weights are looked for again, which earlier counts contain.
  private mutating func restore(_ state: UniversalMaskState) {
    let progress = state.progress
    perturbation = state.perturbation.scalars
    best = (state.best.scalars, progress.bestAttained, progress.bestPixels, progress.bestStep)
    course = progress.course
    for (oracle, tally) in zip(oracles, progress.tallies) { oracle.tally = tally }
  }

  private func stopped(after step: Int) -> UniversalMaskState {
    let shape = oracles[0].problem.clean.shape
    return UniversalMaskState(
      perturbation: Tensor(shape: shape, scalars: perturbation),
      best: Tensor(shape: shape, scalars: best?.perturbation ?? set.clean),
      progress: .init(
        nextStep: step + 1, course: course, bestStep: best?.step ?? 0, bestAttained: best?.attained ?? -1,
        bestPixels: best?.pixels ?? -1, tallies: oracles.map(\.tally)))
  }

  /// The images under the current perturbation, and the sum of what raises all losses.
  private func look(needsGradient: Bool) throws -> (looks: [MaskLook], ascent: [Float]) {
    var sum = [Double](repeating: 0, count: perturbation.count)
    var looks: [MaskLook] = []
    for (oracle, weights) in zip(oracles, weights) {
      let goal = oracle.problem.goal
      let confidence = settings.confidence
      let point = image(of: oracle.problem, perturbation)
      let look = try oracle.look(at: point, needsGradient: needsGradient, offers: false) { logits, prediction in
        let open = Self.leavingOut(confidence, weights, logits, goal, prediction)
        return PixelLossValue(of: LogProbabilityTerm(), weights: open, logits, goal)
      }
      for index in look.gradient.indices { sum[index] += Double(look.gradient[index]) }
      looks.append(look)
    }
    let largest = sum.reduce(0) { max($0, abs($1)) }
    return (looks, largest > 0 ? sum.map { Float($0 / largest) } : [])
  }

  private func image(of problem: MaskProblem, _ perturbation: [Float]) -> [Float] {
    UniversalMaskAttack.apply(
      Tensor(shape: problem.clean.shape, scalars: perturbation), to: problem.clean, region: problem.region,
      bounds: settings.budget.bounds
    ).scalars
  }

  private func weights(_ oracle: MaskOracle) throws -> [Double] {
    let goal = oracle.problem.goal
    let whole = 1 / Double(max(goal.countedPixels, 1))
    guard let share = settings.changeWeight else { return goal.target.map { _ in whole } }
    let clean = try oracle.look(at: oracle.problem.clean.scalars, offers: false)
    return goal.target.indices.map { whole * (goal.isOpen($0, clean.prediction[$0]) ? share : 1 - share) }
  }

  /// The weights without those of pixels that are as wanted with enough confidence.
  private static func leavingOut(
    _ confidence: Double, _ weights: [Double], _ logits: PixelLogits, _ goal: MaskGoal, _ prediction: [Int]
  ) -> [Double] {
    var weights = weights
    logits.forEachPixel(of: goal) { pixel, scores, own, shares in
      guard !goal.isOpen(pixel, prediction[pixel]) else { return }
      PixelOdds.softmax(scores, into: shares)
      let wanted = goal.aim == .draw ? shares[own] : 1 - shares[own]
      if wanted > confidence { weights[pixel] = 0 }
    }
    return weights
  }

  private mutating func record(_ looks: [MaskLook], _ step: Int) {
    let count = Double(looks.count)
    func mean(_ value: (MaskLook) -> Double) -> Double { looks.reduce(0) { $0 + value($1) } / count }
    let attained = mean(\.attained)
    course.append(attained)
    // The IoU with an empty mask stays 0 until the last pixel is gone: until then the pixels say which step is better.
    let pixels = zip(looks, oracles).reduce(0) { $0 + Self.pixels(asWanted: $1.0, $1.1.problem.goal.aim) } / count
    if (attained, pixels) > (best?.attained ?? -1, best?.pixels ?? -1) { best = (perturbation, attained, pixels, step) }
    let norms = PerturbationNorms(clean: set.clean, adversarial: perturbation)
    control.didAdvance(
      MaskTraceEntry(
        iteration: step, meanIoU: mean(\.scores.meanIoU), pixelAccuracy: mean(\.scores.pixelAccuracy), l2: norms.l2,
        linf: norms.linf, multiplier: Double(settings.resolvedStepSize),
        activePixels: looks.reduce(0) { $0 + $1.active }), settings.steps)
  }

  private static func pixels(asWanted look: MaskLook, _ aim: MaskGoal.Aim) -> Double {
    aim == .draw ? look.scores.pixelAccuracy : 1 - look.scores.pixelAccuracy
  }

  private func outcome(_ wasInterrupted: Bool) throws -> UniversalMaskOutcome {
    let found = best?.perturbation ?? set.clean
    for oracle in oracles { try oracle.look(at: image(of: oracle.problem, found)) }
    return UniversalMaskOutcome(
      perturbation: Tensor(shape: oracles[0].problem.clean.shape, scalars: found),
      outcomes: oracles.map { $0.outcome(wasInterrupted: wasInterrupted) }, bestStep: best?.step ?? 0,
      course: course, wasInterrupted: wasInterrupted)
  }
}
