/// What a summary needs to remember of one attack's records, whatever their kind: numbers, no arrays, no traces.
struct RecordTally {
  private(set) var statuses: [RecordStatus: Int] = [:]
  private(set) var seconds: [Double] = []
  private(set) var evidence = SanityEvidence()
  private var sizes: [PerturbationSize] = []
  /// Which of the sizes are of successes.
  private var successes: [Bool] = []
  private var costs: [AttackCost] = []
  private var auditFailures = 0

  mutating func add(_ record: some RunRecord) {
    statuses[record.status, default: 0] += 1
    seconds.append(record.timing.seconds)
    evidence.add(record)
    guard record.status == .succeeded || record.status == .failed else { return }
    if let size = record.size {
      sizes.append(size)
      successes.append(record.succeeded)
    }
    if let cost = record.cost { costs.append(cost) }
    if record.audit?.passed == false { auditFailures += 1 }
  }

  func counts(samples: Int) -> RunCounts {
    RunCounts(
      samples: samples, alreadyMisclassified: statuses[.alreadyMisclassified] ?? 0,
      succeeded: statuses[.succeeded] ?? 0, failed: statuses[.failed] ?? 0, errors: statuses[.error] ?? 0)
  }

  func summary(name: String, samples: Int) -> AttackSummary {
    let counts = counts(samples: samples)
    let succeeded = zip(sizes, successes).filter { $1 }.map { $0.0 }
    var summary = AttackSummary(
      name: name, counts: counts, successRate: Proportion(counts.succeeded, of: counts.attacked),
      successSizes: SizeQuartiles(of: succeeded), attackedSizes: SizeQuartiles(of: sizes),
      cost: CostQuartiles(of: costs), auditFailures: auditFailures)
    if evidence.roundingLookedAt > 0 {
      summary.successRateAfterRounding = Proportion(evidence.roundingSurvived, of: counts.attacked)
    }
    return summary
  }
}
