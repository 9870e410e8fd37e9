internal import Tensors

/// The victim, as one sample's search sees it: ask and wait; what is asked is counted, and the best answer is kept.
///
/// Questions of many samples share passes, which no search notices: an answer depends on the sample's own point alone.
///
/// Sendable by confinement: its search has one job at a time, and the loop looks at it while no job runs.
public final class Oracle: @unchecked Sendable {
  public let problem: AttackProblem
  public let merit: Merit
  /// The least loss that a success must have.
  let confidence: Double
  public private(set) var tally: Tally
  /// Which restart is running; kept with what it finds.
  public var restart = 0
  let index: Int
  private let box: QuestionBox
  /// Whether a success that came with a gradient must be confirmed.
  private let confirms: Bool
  /// What the search shares with others of its sample, where it is one of several that go on until one succeeds.
  private let race: Race?
  /// The runs that search side by side for this search, which waits for them.
  private var runners: [Oracle] = []
  /// Set once the search has returned or thrown.
  private(set) var end: Result<Void, any Error>?

  init(
    _ problem: AttackProblem, index: Int, merit: Merit, confidence: Double, box: QuestionBox, confirms: Bool = false,
    race: Race? = nil
  ) {
    self.problem = problem
    self.index = index
    self.merit = merit
    self.confidence = confidence
    self.box = box
    self.confirms = confirms
    self.race = race
    tally = Tally(clean: problem.clean.scalars)
  }

  public var succeeded: Bool { tally.succeeded }
  /// Steps taken, those of runs that are under way included.
  var steps: Int { tally.iterations + runners.reduce(0) { $0 + $1.steps } }

  /// The shortest success of any length, where shortness counts: one beyond the limit is none, but may lead to one.
  private(set) var shortest: (point: [Float], length: Double)?

  public func countStep() { tally.iterations += 1 }
  public func noteVanishedGradient() { tally.gradientVanished = true }

  func close(_ result: Result<Void, any Error>) { end = result }

  /// One pass over rows; each counts as a forward pass, and as a backward pass where it has a cotangent.
  ///
  /// Where logits that come with a gradient are rough, those of rows that reach the goal are asked for once more, alone:
  /// what counts as a success is decided by exact ones.
  func answers(to probes: [Probe]) async throws -> [Answer] {
    var answers = try await ask(probes)
    guard confirms else { return answers }
    let claims = probes.indices.filter {
      probes[$0].cotangent != nil
        && problem.aim.goal.isReached(by: Prediction.classIndex(of: answers[$0].logits))
    }
    let exact = try await ask(claims.map { Probe(point: probes[$0].point, cotangent: nil) })
    for (row, answer) in zip(claims, exact) {
      answers[row] = Answer(logits: answer.logits, gradient: answers[row].gradient)
    }
    return answers
  }

  /// Looks once more, exactly, at the best failure of a search in rough logits: it may be a success.
  func settle() async throws {
    guard confirms, !tally.succeeded, tally.backwards > 0 else { return }
    try await look(at: tally.best)
  }

  /// As `answers`, with logits as they come.
  func ask(_ probes: [Probe]) async throws -> [Answer] {
    guard !probes.isEmpty else { return [] }
    let answers = try await withCheckedThrowingContinuation { continuation in
      box.put(Question(sample: index, run: restart, probes: probes, race: race, continuation: continuation))
    }
    tally.forwards += probes.count
    tally.backwards += probes.count { $0.cotangent != nil }
    return answers
  }

  /// Keeps a point when it is better than the best one so far.
  ///
  /// - Returns: whether it is the best now.
  @discardableResult
  public func offer(_ point: [Float], _ look: Look) -> Bool {
    if look.loss.isNaN { tally.numericalTrouble = true }
    // Points that differ are told apart at their first changed element.
    if !tally.sawClean, point == problem.clean.scalars { tally.sawClean = true }
    let length = length(of: point)
    if case .shortness = merit, look.isReached, length < shortest?.length ?? .infinity { shortest = (point, length) }
    if case .shortness(_, let limit?) = merit, length > Double(limit) { return false }
    guard isBetter(look.isReached, look.loss, length) else { return false }
    tally.best = point
    tally.bestLoss = look.loss
    tally.bestLength = look.isReached ? length : .infinity
    tally.bestRestart = restart
    tally.succeeded = look.isReached
    return true
  }

  private func isBetter(_ isReached: Bool, _ loss: Double, _ length: Double) -> Bool {
    guard isReached == tally.succeeded else { return isReached }
    switch merit {
    case .shortness where isReached: return length < tally.bestLength
    case .loss, .shortness: return loss > tally.bestLoss
    }
  }

  /// The norm of the perturbation that leads to a point; 0 where it does not count.
  private func length(of point: [Float]) -> Double {
    guard case .shortness(let norm, _) = merit else { return 0 }
    return PerturbationNorms(clean: problem.clean.scalars, adversarial: point)(norm)
  }

  func noteNumericalTrouble() { tally.numericalTrouble = true }

  // MARK: Runs side by side

  /// An oracle for a run of this sample beside others: it has a tally of its own and asks for itself.
  func runner(restart: Int, in race: Race?) -> Oracle {
    let runner = Oracle(
      problem, index: index, merit: merit, confidence: confidence, box: box, confirms: confirms, race: race)
    runner.restart = restart
    return runner
  }

  func begin(_ runners: [Oracle]) { self.runners = runners }

  /// Takes over what runs spent, and what they found: of the winner alone where there is one, else the best of all, the
  /// earlier run's among equals.
  ///
  /// - Throws: what the first run threw that did not end by itself.
  func finish(_ runners: [Oracle], winner: Oracle?) throws {
    restart = runners.last?.restart ?? restart
    for runner in runners {
      tally.addCosts(of: runner.tally)
      if winner == nil || runner === winner { takeFindings(of: runner) }
    }
    self.runners = []
    for runner in runners { try runner.end?.get() }
  }

  private func takeFindings(of runner: Oracle) {
    if let other = runner.shortest, other.length < shortest?.length ?? .infinity { shortest = other }
    let found = runner.tally
    if isBetter(found.succeeded, found.bestLoss, found.bestLength) { tally.takeBest(of: found) }
  }

  func outcome(wasInterrupted: Bool) -> Outcome {
    Outcome(
      adversarial: Tensor(shape: problem.clean.shape, scalars: tally.best), succeeded: tally.succeeded,
      loss: Float(tally.bestLoss), restart: tally.bestRestart, restarts: restart + 1, forwards: tally.forwards,
      backwards: tally.backwards, iterations: tally.iterations, gradientVanished: tally.gradientVanished,
      numericalTrouble: tally.numericalTrouble, sawClean: tally.sawClean, wasInterrupted: wasInterrupted)
  }
}
