internal import Tensors

/// The loop of the attack of Carlini and Wagner: many samples at once, each with its own constant and step.
///
/// Samples share passes and nothing else; one that is through makes room for the next one that waits.
struct CarliniWagnerSearch {
  private let settings: CarliniWagnerSettings
  private let problems: [AttackProblem]
  private let victim: any Victim
  private let control: AttackControl
  private var active: [CarliniWagnerTrajectory] = []
  private var nextProblem = 0
  private var outcomes: [Outcome?]
  private var stepsOfFinished = 0

  init(settings: CarliniWagnerSettings, problems: [AttackProblem], victim: any Victim, control: AttackControl) {
    self.settings = settings
    self.problems = problems
    self.victim = victim
    self.control = control
    outcomes = [Outcome?](repeating: nil, count: problems.count)
  }

  mutating func run() throws -> [Outcome] {
    admit()
    while !active.isEmpty, !control.shouldStop() {
      try round()
      try retire()
      admit()
      control.didAdvance(progress)
    }
    for trajectory in active {
      let shape = problems[trajectory.problem].clean.shape
      outcomes[trajectory.problem] = trajectory.outcome(shape: shape, wasInterrupted: true)
    }
    return outcomes.enumerated().map { $1 ?? Self.untouched(problems[$0]) }
  }

  /// One pass for every active sample, and one step of each.
  private mutating func round() throws {
    let aims = active.map { problems[$0.problem].aim }
    var losses = LossEvaluation(values: [], cotangent: Tensor(shape: [0], scalars: []))
    let (logits, gradient) = try victim.logitsAndGradient(at: batch) { logits in
      losses = ClassificationLoss.margin(logits, aims: aims)
      return losses.cotangent
    }
    let predictions = Prediction.classIndices(of: logits)
    let size = gradient.sampleShape.product
    for row in active.indices {
      active[row].advance(
        margin: losses.values[row], isReached: aims[row].goal.isReached(by: predictions[row]),
        gradient: Array(gradient.scalars[row * size..<(row + 1) * size])[...])
    }
  }

  private var batch: Tensor {
    var scalars: [Float] = []
    scalars.reserveCapacity(active.count * victim.inputShape.product)
    for trajectory in active { scalars.append(contentsOf: trajectory.point) }
    return Tensor(shape: [active.count] + victim.inputShape, scalars: scalars)
  }

  private mutating func admit() {
    while nextProblem < problems.count, active.count < control.batchSize ?? problems.count {
      active.append(CarliniWagnerTrajectory(problems[nextProblem], index: nextProblem, settings: settings))
      nextProblem += 1
    }
  }

  private mutating func retire() throws {
    for trajectory in active where trajectory.isDone {
      let outcome = trajectory.outcome(shape: problems[trajectory.problem].clean.shape, wasInterrupted: false)
      outcomes[trajectory.problem] = outcome
      stepsOfFinished += outcome.iterations
      try control.didFinish(trajectory.problem, outcome)
    }
    active.removeAll(where: \.isDone)
  }

  private static func untouched(_ problem: AttackProblem) -> Outcome {
    Outcome(
      adversarial: problem.clean, succeeded: false, loss: -.infinity, forwards: 0, backwards: 0, iterations: 0,
      wasInterrupted: true)
  }

  private var progress: AttackProgress {
    let finished = outcomes.compactMap { $0 }
    return AttackProgress(
      samples: problems.count, finished: finished.count, succeeded: finished.count { $0.succeeded },
      steps: stepsOfFinished + active.reduce(0) { $0 + $1.iterations },
      stepLimit: problems.count * settings.steps * settings.searches)
  }
}
