internal import Tensors

/// The step loop of the gradient attacks: many samples at once, each with its own steps, restarts and random stream.
///
/// Samples share passes and nothing else. One that is through leaves the batch inside the loop, and the next one that
/// waits takes its place, so that passes stay full until the last samples.
struct StepSearch {
  private let attack: GradientAttack
  private let problems: [AttackProblem]
  private let victim: any Victim
  private let control: AttackControl
  private var active: [Trajectory] = []
  private var nextProblem = 0
  private var outcomes: [Outcome?]
  private var stepsOfFinished = 0

  private var settings: GradientAttackSettings { attack.settings }

  init(attack: GradientAttack, problems: [AttackProblem], victim: any Victim, control: AttackControl) {
    self.attack = attack
    self.problems = problems
    self.victim = victim
    self.control = control
    outcomes = [Outcome?](repeating: nil, count: problems.count)
  }

  mutating func run() throws -> [Outcome] {
    admit()
    while !active.isEmpty, !control.shouldStop() {
      let (moving, last) = partition(active)
      active = []
      try look(at: last)
      try step(from: moving)
      admit()
      control.didAdvance(progress)
    }
    for trajectory in active {
      outcomes[trajectory.problem] = trajectory.outcome(shape: shape(of: trajectory), wasInterrupted: true)
    }
    return outcomes.enumerated().map { $1 ?? untouched(problems[$0]) }
  }

  // MARK: One round

  /// Trajectories that have taken all their steps need a forward pass only.
  private mutating func look(at last: [Trajectory]) throws {
    guard !last.isEmpty else { return }
    let logits = try victim.logits(of: batch(last))
    let losses = evaluate(logits, for: last)
    for (row, trajectory) in last.enumerated() {
      var trajectory = trajectory
      observe(&trajectory, row: row, logits: logits, losses: losses)
      try close(trajectory)
    }
  }

  /// All others need logits and gradient, and move unless they have succeeded or cannot move.
  private mutating func step(from moving: [Trajectory]) throws {
    guard !moving.isEmpty else { return }
    var losses = LossEvaluation(values: [], cotangent: Tensor(shape: [0], scalars: []))
    let (logits, gradient) = try victim.logitsAndGradient(at: batch(moving)) { logits in
      losses = evaluate(logits, for: moving)
      return losses.cotangent
    }
    let size = gradient.sampleShape.product
    for (row, trajectory) in moving.enumerated() {
      var trajectory = trajectory
      observe(&trajectory, row: row, logits: logits, losses: losses)
      trajectory.tally.backwards += 1
      let slice = gradient.scalars[row * size..<(row + 1) * size]
      if !isDone(trajectory), trajectory.advance(along: slice, by: settings.resolvedStepSize) {
        active.append(trajectory)
      } else {
        try close(trajectory)
      }
    }
  }

  private func partition(_ trajectories: [Trajectory]) -> (moving: [Trajectory], last: [Trajectory]) {
    (trajectories.filter(hasStepsLeft), trajectories.filter { !hasStepsLeft($0) })
  }

  private func evaluate(_ logits: Tensor, for trajectories: [Trajectory]) -> LossEvaluation {
    settings.loss(logits, aims: trajectories.map { problems[$0.problem].aim }, scaling: .unit)
  }

  private func observe(_ trajectory: inout Trajectory, row: Int, logits: Tensor, losses: LossEvaluation) {
    let classCount = logits.shape[1]
    let prediction = Prediction.classIndex(of: logits.scalars[row * classCount..<(row + 1) * classCount])
    let succeeded = problems[trajectory.problem].aim.goal.isReached(by: prediction)
    trajectory.observe(loss: losses.values[row], succeeded: succeeded)
  }

  private func batch(_ trajectories: [Trajectory]) -> Tensor {
    var scalars: [Float] = []
    scalars.reserveCapacity(trajectories.count * victim.inputShape.product)
    for trajectory in trajectories { scalars.append(contentsOf: trajectory.point) }
    return Tensor(shape: [trajectories.count] + victim.inputShape, scalars: scalars)
  }

  // MARK: Coming and going

  private func isDone(_ trajectory: Trajectory) -> Bool { settings.stopsOnSuccess && trajectory.tally.succeeded }

  /// A budget of nothing has one point: it is looked at, and that is all.
  private func hasStepsLeft(_ trajectory: Trajectory) -> Bool {
    trajectory.step < settings.steps && settings.budget.size > 0
  }

  private mutating func admit() {
    while nextProblem < problems.count, active.count < control.batchSize ?? problems.count {
      active.append(start(nextProblem))
      nextProblem += 1
    }
  }

  private func start(_ problem: Int) -> Trajectory {
    let sample = problems[problem]
    let set = FeasibleSet(
      clean: sample.clean, region: sample.region, budget: settings.budget, direction: sample.direction)
    return start(problem, restart: 0, in: set, tally: Trajectory.Tally(best: sample.clean.scalars))
  }

  private func start(_ problem: Int, restart: Int, in set: FeasibleSet, tally: Trajectory.Tally) -> Trajectory {
    var stream = RandomStream(
      seed: settings.seed, sample: problems[problem].id, attack: attack.name, restart: restart)
    let point = settings.randomStart ? set.randomPoint(using: &stream) : set.clean
    return Trajectory(problem: problem, restart: restart, set: set, point: point, tally: tally)
  }

  /// Ends a restart: with success or after the last one the sample is through, otherwise it starts again elsewhere.
  private mutating func close(_ trajectory: Trajectory) throws {
    let isLast = trajectory.restart + 1 == settings.restarts || settings.budget.size == 0
    guard isDone(trajectory) || isLast else {
      active.append(
        start(
          trajectory.problem, restart: trajectory.restart + 1, in: trajectory.set, tally: trajectory.tally))
      return
    }
    let outcome = trajectory.outcome(shape: shape(of: trajectory), wasInterrupted: false)
    outcomes[trajectory.problem] = outcome
    stepsOfFinished += outcome.iterations
    try control.didFinish(trajectory.problem, outcome)
  }

  // MARK: Reporting

  private func shape(of trajectory: Trajectory) -> [Int] { problems[trajectory.problem].clean.shape }

  private func untouched(_ problem: AttackProblem) -> Outcome {
    Outcome(
      adversarial: problem.clean, succeeded: false, loss: -.infinity, forwards: 0, backwards: 0, iterations: 0,
      wasInterrupted: true)
  }

  private var progress: AttackProgress {
    let finished = outcomes.compactMap { $0 }
    return AttackProgress(
      samples: problems.count, finished: finished.count, succeeded: finished.count { $0.succeeded },
      steps: stepsOfFinished + active.reduce(0) { $0 + $1.tally.iterations },
      stepLimit: problems.count * settings.steps * settings.restarts)
  }
}
