internal import Attacks
internal import Tensors

extension ClassificationBatch {
  /// Fills the records of attacked samples: what the victim says now, the audit, the measures, the explanation.
  func verify(
    _ outcomes: [Outcome], of attempts: [Attempt], _ planned: PlannedClassification, into entries: inout [Entry]
  ) throws {
    let fresh = try logits(of: outcomes.map(\.adversarial))
    let rounded = try run.rounding.map { rounding in
      try logits(of: SampleThreads.map(outcomes) { rounding($0.adversarial) })
    }
    let records = SampleThreads.map(Array(zip(outcomes, attempts))) { outcome, attempt in
      measured(entries[attempt.slot].record, outcome, attempt, planned)
    }
    for (row, attempt) in attempts.enumerated() {
      var entry = entries[attempt.slot]
      let outcome = outcomes[row]
      entry.record = records[row]
      judge(fresh[row], rounded?[row], outcome, attempt, into: &entry.record)
      // Who looks for nothing can miss nothing.
      if planned.attack is CorruptionAttack { entry.record.health?.objectiveWorsened = nil }
      if run.savesArrays { entry.arrays.append(NamedArray(name: "adversarial", tensor: outcome.adversarial)) }
      explain(outcome, attempt, into: &entry)
      entries[attempt.slot] = entry
    }
  }

  private func measured(
    _ record: ClassificationRecord, _ outcome: Outcome, _ attempt: Attempt, _ planned: PlannedClassification
  ) -> ClassificationRecord {
    var record = record
    let clean = attempt.sample.input, bounds = planned.budget.bounds
    let size = PerturbationMeasure.size(clean: clean, changed: outcome.adversarial, bounds: bounds, layout: layout)
    record.size = size
    record.audit = PerturbationAudit.audit(
      clean: clean, answer: outcome.adversarial, region: attempt.problem.region, bounds: bounds,
      budget: planned.budget, size: size)
    record.cost = AttackCost(
      forwards: outcome.forwards, backwards: outcome.backwards, iterations: outcome.iterations,
      restart: outcome.restart, restarts: outcome.restarts)
    if layout.timeAxis != nil {
      record.frames = FrameAnalysis(
        kinds: attempt.sample.frameKinds,
        perturbation: PerturbationMeasure.perFrame(clean: clean, changed: outcome.adversarial, layout: layout))
    }
    return record
  }

  /// Success is what a fresh forward pass of an audited answer says, whatever the attack believes.
  private func judge(
    _ logits: [Float], _ rounded: [Float]?, _ outcome: Outcome, _ attempt: Attempt,
    into record: inout ClassificationRecord
  ) {
    let prediction = ClassPrediction(logits: logits)
    let goal = attempt.problem.aim.goal
    let isSound = record.audit?.passed ?? false
    record.adversarial = prediction
    record.succeeded = isSound && goal.isReached(by: prediction?.class)
    record.status = record.succeeded ? .succeeded : .failed
    if !isSound { record.message = "the answer breaks the budget, the bounds or the region: see its audit" }
    record.succeededAfterRounding = rounded.map {
      record.succeeded && goal.isReached(by: Prediction.classIndex(of: $0))
    }
    record.health = AttackHealth(
      gradientVanished: outcome.gradientVanished, numericalTrouble: outcome.numericalTrouble,
      objectiveWorsened: prediction.map { !record.succeeded && isWorse($0, than: attempt.clean, for: goal) },
      sawClean: outcome.sawClean, claimedSuccess: outcome.succeeded)
  }

  /// Whether the cross-entropy moved against the goal.
  private func isWorse(_ after: ClassPrediction, than before: ClassPrediction, for goal: ClassGoal) -> Bool {
    let label = goal.classIndex
    let change = CrossEntropy.value(after.logits, label: label) - CrossEntropy.value(before.logits, label: label)
    switch goal {
    case .untargeted: return change < 0
    case .targeted: return change > 0
    }
  }

  private func explain(_ outcome: Outcome, _ attempt: Attempt, into entry: inout Entry) {
    guard let plan = run.explanation, plan.covers(entry.record.sample.index),
      let prediction = entry.record.adversarial
    else { return }
    let explanations = plan.explanations(
      before: (attempt.sample.input, attempt.clean.class), after: (outcome.adversarial, prediction.class))
    switch explanations {
    case .success(let pair): add(pair.before, pair.after, plan, to: &entry)
    case .failure(let failure): entry.record.message = entry.record.message ?? failure.message
    }
  }

  private func add(_ before: Explanation, _ after: Explanation, _ plan: ExplanationPlan, to entry: inout Entry) {
    if run.savesArrays {
      entry.arrays.append(NamedArray(name: "heatBefore", tensor: before.heat))
      entry.arrays.append(NamedArray(name: "heatAfter", tensor: after.heat))
    }
    guard var frames = entry.record.frames else { return }
    frames.importanceBefore = before.frameImportance
    frames.importanceAfter = after.frameImportance
    if before.frameImportance.count == frames.perturbation.count {
      frames.rankCorrelation = plan.rankCorrelation(frames.perturbation, before.frameImportance)
    }
    entry.record.frames = frames
  }
}
