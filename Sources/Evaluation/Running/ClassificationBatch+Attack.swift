internal import Attacks
internal import Tensors

extension ClassificationBatch {
  /// One sample on its way through one attack.
  struct Attempt {
    var slot: Int
    var sample: ClassificationSample
    var clean: ClassPrediction
    var problem: AttackProblem
  }

  /// - Returns: one entry per position; nil when the attack was stopped in the middle.
  func attacked(_ positions: [Position], by index: Int) throws -> [Entry]? {
    let start = control.clock()
    let planned = run.attacks[index]
    var entries: [Entry] = [], attempts: [Attempt] = []
    for (slot, position) in positions.enumerated() {
      let (entry, attempt) = opened(position, slot: slot, planned)
      entries.append(entry)
      if let attempt { attempts.append(attempt) }
    }
    guard !attempts.isEmpty else { return entries }
    let search = AttackControl(batchSize: attempts.count, shouldStop: control.shouldStop)
    let outcomes = try planned.attack.run(
      attempts.map(\.problem), against: planned.searchVictim ?? run.victim, control: search)
    guard outcomes.count == attempts.count else { throw AnswerCountError(planned.name, outcomes.count, attempts.count) }
    if outcomes.contains(where: \.wasInterrupted) { return nil }
    try verify(outcomes, of: attempts, planned, into: &entries)
    let share = (control.clock() - start) / Double(attempts.count)
    for attempt in attempts { entries[attempt.slot].record.timing.seconds = share }
    return entries
  }

  /// The record of a sample before the attack, and the attempt if there is anything to attempt.
  private func opened(
    _ position: Position, slot: Int, _ planned: PlannedClassification
  ) -> (Entry, Attempt?) {
    let sample = position.loaded.reference
    guard let content = position.loaded.sample, let clean = position.prediction else {
      let attack = reference(planned, nil, region: nil)
      var record = ClassificationRecord(sample: sample, attack: attack, status: .error)
      record.message = position.loaded.message
      return (Entry(record: record), nil)
    }
    let goal = planned.goal(content)
    var record = ClassificationRecord(sample: sample, attack: reference(planned, goal, region: nil), status: .failed)
    record.clean = clean
    let region: Region
    do {
      region = try planned.region(content)
    } catch {
      return (Entry(record: failing(record, "\(error)")), nil)
    }
    let check = InputCheck(inputShape: run.victim.inputShape, bounds: planned.budget.bounds)
    if let complaint = check.complaint(about: region) { return (Entry(record: failing(record, complaint)), nil) }
    record.attack = reference(planned, goal, region: region)
    if clean.class != content.label || goal.isReached(by: clean.class) {
      record.status = .alreadyMisclassified
      return (Entry(record: record), nil)
    }
    if region.isEmpty { return (Entry(record: untouched(record, content, region, planned)), nil) }
    let problem = AttackProblem(
      id: sample.id, clean: content.input, region: region, goal: goal, label: content.label)
    return (Entry(record: record), Attempt(slot: slot, sample: content, clean: clean, problem: problem))
  }

  private func failing(_ record: ClassificationRecord, _ message: String) -> ClassificationRecord {
    var record = record
    record.status = .error
    record.message = message
    return record
  }

  /// An empty region is an attack that cannot change anything: it fails, and says why.
  private func untouched(
    _ record: ClassificationRecord, _ sample: ClassificationSample, _ region: Region, _ planned: PlannedClassification
  ) -> ClassificationRecord {
    var record = record
    record.message = "the region \"\(region.name)\" is empty in this sample"
    record.adversarial = record.clean
    record.cost = AttackCost(forwards: 0, backwards: 0, iterations: 0)
    let size = PerturbationMeasure.size(
      clean: sample.input, changed: sample.input, bounds: planned.budget.bounds, layout: layout)
    record.size = size
    record.audit = PerturbationAudit.audit(
      clean: sample.input, answer: sample.input, region: region, bounds: planned.budget.bounds,
      budget: planned.budget, size: size)
    return record
  }

  private func reference(_ planned: PlannedClassification, _ goal: ClassGoal?, region: Region?) -> AttackReference {
    var target: Int?
    if case .targeted(let wanted) = goal { target = wanted }
    var reference = AttackReference(
      name: planned.name, method: planned.attack.name, norm: planned.budget.norm.rawValue,
      size: Double(planned.budget.size), bounds: ValueRange(planned.budget.bounds),
      goal: goal?.description ?? "unknown", goalClass: target,
      seed: planned.seed, region: RegionReference(region, elementCount: run.victim.inputShape.product))
    if planned.isTransfer { reference.isTransfer = true }
    reference.plausible = planned.plausible
    return reference
  }
}

extension RegionReference {
  init(_ region: Region?, elementCount: Int) {
    self.init(name: region?.name ?? "unknown", allowedCount: region?.allowedCount ?? 0, elementCount: elementCount)
  }
}

/// An attack that did not answer every problem it was given.
struct AnswerCountError: Error, CustomStringConvertible {
  let description: String

  init(_ attack: String, _ answers: Int, _ problems: Int) {
    description = "the attack '\(attack)' answered \(answers) of \(problems) problems; it must answer every one"
  }
}
