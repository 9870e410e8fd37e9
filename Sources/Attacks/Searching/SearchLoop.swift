internal import Tensors

/// Lets many samples search at once and answers their questions together.
///
/// Each sample is a task on one `RunQueue`, and so is each of its runs where they go side by side. A round runs every
/// task until it is through or waits for an answer; then the waiting questions become passes over the victim. A sample
/// that is through makes room for the next one, so that passes stay full until the last samples.
///
/// A search that takes more than a few steps inside a region lets the victim keep what the region leaves alone. What that
/// is depends on the sample and its region, never on what else is in the batch.
final class SearchLoop {
  private let attack: any SampleAttack
  private let problems: [AttackProblem]
  private let victim: any Victim
  private let control: AttackControl
  private let queue = RunQueue()
  private let box = QuestionBox()
  private var active: [Oracle] = []
  /// What each active sample's passes have in common, where the victim knows such a thing.
  private var fixedParts: [Int: FixedPart] = [:]
  private var nextProblem = 0
  private var outcomes: [Outcome?]
  private var stepsOfFinished = 0

  init(attack: any SampleAttack, problems: [AttackProblem], victim: any Victim, control: AttackControl) {
    self.attack = attack
    self.problems = problems
    self.victim = victim
    self.control = control
    outcomes = [Outcome?](repeating: nil, count: problems.count)
  }

  func run() throws -> [Outcome] {
    do {
      try advance()
      while !active.isEmpty, !control.shouldStop() {
        try answerQuestions()
        try advance()
        control.didAdvance(progress)
      }
    } catch {
      dismiss(because: error)
      throw error
    }
    dismiss(because: SearchStopped())
    for oracle in active { outcomes[oracle.index] = oracle.outcome(wasInterrupted: true) }
    return outcomes.enumerated().map { $1 ?? Self.untouched(problems[$0]) }
  }

  // MARK: Coming and going

  /// Lets searches run until all wait, and new ones in for those that are through.
  private func advance() throws {
    repeat {
      try admit()
      // A run that succeeds ends those beside it before they ask again; their search may go on.
      repeat { queue.drain() } while box.recallDecided()
    } while try retire() && nextProblem < problems.count
  }

  private func admit() throws {
    while nextProblem < problems.count, active.count < control.batchSize ?? problems.count {
      let oracle = Oracle(
        problems[nextProblem], index: nextProblem, merit: attack.merit, confidence: attack.confidence, box: box,
        confirms: victim.gradientLogitsAreRough)
      active.append(oracle)
      if attack.stepLimit >= FixedPart.leastSteps {
        fixedParts[nextProblem] = try victim.fixedPart(of: oracle.problem.clean, outside: oracle.problem.region)
      }
      nextProblem += 1
      Task(executorPreference: queue) { [attack] in
        do {
          try await attack.search(oracle)
          try await oracle.settle()
          oracle.close(.success(()))
        } catch {
          oracle.close(.failure(error))
        }
      }
    }
  }

  /// Keeps what finished searches found; whether there were any.
  private func retire() throws -> Bool {
    let finished = active.filter { $0.end != nil }
    active.removeAll { $0.end != nil }
    for oracle in finished {
      try oracle.end?.get()
      let outcome = oracle.outcome(wasInterrupted: false)
      outcomes[oracle.index] = outcome
      fixedParts[oracle.index] = nil
      stepsOfFinished += outcome.iterations
      try control.didFinish(oracle.index, outcome)
    }
    return !finished.isEmpty
  }

  /// Ends the searches that still wait: a task must not be left behind.
  private func dismiss(because error: any Error) {
    // Those that have not begun yet ask as soon as they do.
    queue.drain()
    var waiting = box.empty()
    while !waiting.isEmpty {
      for question in waiting { question.continuation.resume(throwing: error) }
      queue.drain()
      waiting = box.empty()
    }
  }

  // MARK: Questions

  private func answerQuestions() throws {
    let questions = box.empty()
    do {
      let answers = try answers(to: questions.flatMap(rows))
      var start = 0
      for question in questions {
        let end = start + question.probes.count
        question.continuation.resume(returning: Array(answers[start..<end]))
        start = end
      }
    } catch {
      for question in questions { question.continuation.resume(throwing: error) }
      throw error
    }
  }

  /// A probe, and what of its sample stays as it is; nil where the point is none of those it is good for.
  private typealias Row = (probe: Probe, fixed: FixedPart?)

  private func rows(of question: Question) -> [Row] {
    let fixed = fixedParts[question.sample]
    let clean = problems[question.sample].clean
    return question.probes.map { probe in (probe, fixed.flatMap { $0.holds(for: probe.point, of: clean) ? $0 : nil }) }
  }

  /// Rows that want a gradient and rows that do not, and rows beside something fixed, go in passes of their own, at most a
  /// batch at a time.
  private func answers(to rows: [Row]) throws -> [Answer] {
    var answers = [Answer](repeating: Answer(logits: [], gradient: []), count: rows.count)
    let groups = Dictionary(grouping: rows.indices) { Kind(rows[$0]) }
    for (_, group) in groups.sorted(by: { $0.value[0] < $1.value[0] }) {
      let size = control.batchSize ?? group.count
      for start in stride(from: 0, to: group.count, by: size) {
        var chunk = group[start..<min(start + size, group.count)]
        for passSize in victim.passSizes(for: chunk.count) {
          let places = chunk.prefix(passSize)
          for (row, answer) in zip(places, try pass(over: places.map { rows[$0] })) { answers[row] = answer }
          chunk = chunk.dropFirst(passSize)
        }
      }
    }
    return answers
  }

  /// What the rows of one pass have in common.
  private struct Kind: Hashable {
    let wantsGradient: Bool
    let isBesideFixedPart: Bool

    init(_ row: Row) { (wantsGradient, isBesideFixedPart) = (row.probe.cotangent != nil, row.fixed != nil) }
  }

  private func pass(over rows: [Row]) throws -> [Answer] {
    let (probes, fixed) = (rows.map(\.probe), rows.compactMap(\.fixed))
    return try probes[0].cotangent == nil ? logits(probes, beside: fixed) : gradients(probes, beside: fixed)
  }

  private func logits(_ probes: [Probe], beside fixed: [FixedPart]) throws -> [Answer] {
    let inputs = batch(probes)
    let logits = try fixed.isEmpty ? victim.logits(of: inputs) : victim.logits(of: inputs, beside: fixed)
    return probes.indices.map { Answer(logits: logits.row($0), gradient: []) }
  }

  private func gradients(_ probes: [Probe], beside fixed: [FixedPart]) throws -> [Answer] {
    let inputs = batch(probes)
    let (logits, gradient) =
      try fixed.isEmpty
      ? victim.logitsAndGradient(at: inputs) { logits in
        let rows = probes.enumerated().map { row, probe in probe.cotangent?(logits.row(row)) ?? [] }
        return Tensor(shape: logits.shape, scalars: Array(rows.joined()))
      }
      : victim.logitsAndGradient(at: inputs, beside: fixed) { logits, row in
        Tensor(shape: logits.shape, scalars: probes[row].cotangent?(logits.scalars) ?? [])
      }
    return probes.indices.map { Answer(logits: logits.row($0), gradient: gradient.row($0)) }
  }

  private func batch(_ probes: [Probe]) -> Tensor {
    var scalars: [Float] = []
    scalars.reserveCapacity(probes.count * victim.inputShape.product)
    for probe in probes { scalars.append(contentsOf: probe.point) }
    return Tensor(shape: [probes.count] + victim.inputShape, scalars: scalars)
  }

  // MARK: Reporting

  private static func untouched(_ problem: AttackProblem) -> Outcome {
    Outcome(
      adversarial: problem.clean, succeeded: false, loss: -.infinity, forwards: 0, backwards: 0, iterations: 0,
      wasInterrupted: true)
  }

  private var progress: AttackProgress {
    let finished = outcomes.compactMap { $0 }
    return AttackProgress(
      samples: problems.count, finished: finished.count, succeeded: finished.count { $0.succeeded },
      steps: stepsOfFinished + active.reduce(0) { $0 + $1.steps },
      stepLimit: problems.count * attack.stepLimit)
  }
}

/// Thrown into searches that are stopped: they end, and what they found stays.
struct SearchStopped: Error {}

extension Tensor {
  /// The scalars of one sample of a batch.
  fileprivate func row(_ index: Int) -> [Float] {
    let size = sampleShape.product
    return Array(scalars[index * size..<(index + 1) * size])
  }
}
