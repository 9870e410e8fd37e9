/// What the records of a run say about its own credibility, counted.
struct SanityEvidence {
  /// Records of attacks: a sample has one for each attack.
  var attacked = 0
  var succeeded = 0
  /// The samples that were attacked, and those of them that some attack succeeded on.
  var samples = SampleMarks()
  var changedSamples = SampleMarks()
  /// The samples that could not be loaded or attacked.
  var unusableSamples = SampleMarks()
  var changedOutsideRegion = 0
  var outsideBounds = 0
  var overBudget = 0
  var unchangedSuccesses = 0
  var emptyRegions = 0
  var zeroBudgets = 0
  var zeroBudgetsChanged = 0
  var roundingLookedAt = 0
  var roundingSurvived = 0
  var healthLookedAt = 0
  var gradientsVanished = 0
  var numericalTroubles = 0
  var objectivesLookedAt = 0
  var objectivesWorsened = 0
  /// Of these, the searches that were offered the clean input, and those of them that answered with something worse.
  var objectivesHeld = 0
  var objectivesBroken = 0
  /// Successes that the attack claimed and a fresh forward pass did not see.
  var claimsRefuted = 0

  mutating func add(_ record: some RunRecord) {
    if record.status == .error { unusableSamples.insert(record.sample.index) }
    guard record.status == .succeeded || record.status == .failed else { return }
    attacked += 1
    samples.insert(record.sample.index)
    if record.succeeded {
      succeeded += 1
      changedSamples.insert(record.sample.index)
    }
    if record.attack.region.allowedCount == 0 { emptyRegions += 1 }
    addAudit(record)
    if let survived = record.succeededAfterRounding {
      roundingLookedAt += 1
      if survived { roundingSurvived += 1 }
    }
    // A search on another model tells nothing of this one's gradients, and claims nothing about it.
    if let health = record.health, record.attack.isTransfer != true { addHealth(health, succeeded: record.succeeded) }
  }

  private mutating func addAudit(_ record: some RunRecord) {
    if let audit = record.audit {
      if audit.changedOutsideRegion > 0 { changedOutsideRegion += 1 }
      if audit.outsideBounds > 0 { outsideBounds += 1 }
      if !audit.withinBudget { overBudget += 1 }
    }
    let isChanged = (record.size?.l0 ?? 0) > 0
    if record.succeeded, !isChanged { unchangedSuccesses += 1 }
    if record.attack.size == 0 {
      zeroBudgets += 1
      if isChanged { zeroBudgetsChanged += 1 }
    }
  }

  private mutating func addHealth(_ health: AttackHealth, succeeded: Bool) {
    healthLookedAt += 1
    if health.gradientVanished { gradientsVanished += 1 }
    if health.numericalTrouble { numericalTroubles += 1 }
    if let worsened = health.objectiveWorsened {
      objectivesLookedAt += 1
      if worsened { objectivesWorsened += 1 }
      // Records of earlier programs do not say where the search began.
      if health.sawClean ?? true {
        objectivesHeld += 1
        if worsened { objectivesBroken += 1 }
      }
    }
    if health.claimedSuccess, !succeeded { claimsRefuted += 1 }
  }

  static func + (left: SanityEvidence, right: SanityEvidence) -> SanityEvidence {
    var sum = left
    let counters: [WritableKeyPath<SanityEvidence, Int>] = [
      \.attacked, \.succeeded, \.changedOutsideRegion, \.outsideBounds, \.overBudget, \.unchangedSuccesses,
      \.emptyRegions, \.zeroBudgets, \.zeroBudgetsChanged, \.roundingLookedAt, \.roundingSurvived, \.healthLookedAt,
      \.gradientsVanished, \.numericalTroubles, \.objectivesLookedAt, \.objectivesWorsened,
      \.objectivesHeld, \.objectivesBroken, \.claimsRefuted,
    ]
    for counter in counters { sum[keyPath: counter] += right[keyPath: counter] }
    sum.samples.formUnion(right.samples)
    sum.unusableSamples.formUnion(right.unusableSamples)
    sum.changedSamples.formUnion(right.changedSamples)
    return sum
  }
}
