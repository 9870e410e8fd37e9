internal import Attacks
internal import Tensors

extension SegmentationBatch {
  /// Fills the records of attacked images: what the victim says now, the audit, the measures, the explanation.
  func verify(
    _ answers: [TracedOutcome], of attempts: [Attempt], _ planned: PlannedSegmentation, into entries: inout [Entry]
  ) throws {
    let fresh = try maps(of: answers.map(\.outcome.adversarial))
    let rounded = try run.rounding.map { rounding in try maps(of: answers.map { rounding($0.outcome.adversarial) }) }
    for (row, attempt) in attempts.enumerated() {
      var entry = entries[attempt.slot]
      measure(answers[row], attempt, planned, into: &entry.record)
      judge(fresh[row], rounded?[row], answers[row].outcome, attempt, into: &entry.record)
      if let map = fresh[row] { describe(map, attempt, in: &entry.record) }
      if !run.storages.isEmpty {
        entry.record.afterStorage = try stored(answers[row].outcome.adversarial, attempt, entry.record.succeeded)
      }
      if run.keepsArrays(of: entry.record.sample.index) {
        entry.arrays.append(NamedArray(name: "adversarial", tensor: answers[row].outcome.adversarial))
        if let map = fresh[row] { entry.arrays.append(NamedArray(name: "predictionAfter", tensor: map.tensor)) }
      }
      explain(answers[row].outcome, attempt, into: &entry)
      entries[attempt.slot] = entry
    }
  }

  /// What the answer is worth after each form of storage.
  private func stored(_ answer: Tensor, _ attempt: Attempt, _ succeeded: Bool) throws -> [StorageOutcome] {
    try zip(run.storages, maps(of: run.storages.map { $0(answer) })).map { storage, map in
      let found = map.map { scores($0, against: attempt.sample.target, of: attempt.sample) }
      return StorageOutcome(
        name: storage.name, succeeded: succeeded && (found.map(run.criterion.isMet) ?? false), scores: found)
    }
  }

  private func measure(
    _ answer: TracedOutcome, _ attempt: Attempt, _ planned: PlannedSegmentation, into record: inout SegmentationRecord
  ) {
    let clean = attempt.sample.input, outcome = answer.outcome
    let size = PerturbationMeasure.size(
      clean: clean, changed: outcome.adversarial, bounds: planned.bounds, layout: layout)
    record.size = size
    record.audit = PerturbationAudit.audit(
      clean: clean, answer: outcome.adversarial, region: attempt.job.region, bounds: planned.bounds,
      budget: planned.budget, size: size)
    record.cost = AttackCost(
      forwards: outcome.forwards, backwards: outcome.backwards, iterations: outcome.iterations,
      restart: outcome.restart)
    record.trace = answer.trace
  }

  private func judge(
    _ map: ClassMap?, _ rounded: ClassMap??, _ outcome: Outcome, _ attempt: Attempt,
    into record: inout SegmentationRecord
  ) {
    let sound = record.audit?.passed ?? false
    let roundedMap = rounded.flatMap { $0 }
    record.toTarget = comparison(attempt.clean, map, roundedMap, attempt.sample.target, of: attempt.sample)
    record.toTruth = attempt.sample.truth.map { comparison(attempt.clean, map, roundedMap, $0, of: attempt.sample) }
    guard let scores = record.toTarget else { return }
    let share = run.criterion.pixelSuccess(scores.after)
    // Not a number where every pixel is ignored.
    record.pixelSuccess = share.isFinite ? share : nil
    record.succeeded = sound && map != nil && run.criterion.isMet(by: scores.after)
    record.status = record.succeeded ? .succeeded : .failed
    if !sound { record.message = "the answer breaks the budget, the bounds or the region: see its audit" }
    if map == nil { record.message = "the model's logits for the answer are not numbers" }
    if rounded != nil {
      record.succeededAfterRounding =
        record.succeeded && (scores.afterRounding.map { run.criterion.isMet(by: $0) } ?? false)
    }
    record.health = AttackHealth(
      gradientVanished: outcome.gradientVanished, numericalTrouble: outcome.numericalTrouble,
      objectiveWorsened: run.criterion.attained(scores.after) < run.criterion.attained(scores.before),
      claimedSuccess: outcome.succeeded)
  }

  private func explain(_ outcome: Outcome, _ attempt: Attempt, into entry: inout Entry) {
    guard let plan = run.explanation, plan.covers(entry.record.sample.index),
      run.keepsArrays(of: entry.record.sample.index)
    else { return }
    let explanations = plan.explanations(
      before: (attempt.sample.input, run.explainedClass), after: (outcome.adversarial, run.explainedClass))
    switch explanations {
    case .success(let pair):
      entry.arrays.append(NamedArray(name: "heatBefore", tensor: pair.before.heat))
      entry.arrays.append(NamedArray(name: "heatAfter", tensor: pair.after.heat))
    case .failure(let failure): entry.record.message = entry.record.message ?? failure.message
    }
  }
}
