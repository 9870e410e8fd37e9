/// Turns a classification run's records into its summary, one record at a time.
public struct ClassificationSummarizer {
  private let plan: RunDescription
  private var order: [String] = []
  private var tallies: [String: RecordTally] = [:]
  private var classes: [String: ClassificationTally] = [:]
  private var victim = VictimEvidence()
  private var ledger = AttackLedger()
  /// The samples that could be read, and those of them that did not withstand every attack so far.
  private var readable = SampleMarks()
  private var fallen = SampleMarks()
  /// The samples that each attack has a record of.
  private var seen: [String: SampleMarks] = [:]

  public init(plan: RunDescription) { self.plan = plan }

  /// Counts a record; a second record of the same sample and attack is left out.
  public mutating func add(_ record: ClassificationRecord) {
    let name = record.attack.name
    if tallies[name] == nil { order.append(name) }
    guard seen[name, default: SampleMarks()].insert(record.sample.index) else { return }
    tallies[name, default: RecordTally()].add(record)
    classes[name, default: ClassificationTally()].add(record)
    if name == order.first { victim.add(record) }
    ledger.add(record)
    guard record.status != .error else { return }
    readable.insert(record.sample.index)
    if !record.withstood { fallen.insert(record.sample.index) }
  }

  public func summary() -> RunSummary {
    let names = plan.model.classNames
    let attacks = order.map { name in
      var summary = (tallies[name] ?? RecordTally()).summary(name: name, samples: plan.samples.count)
      summary.classification = classes[name]?.summary(names: names)
      return summary
    }
    let evidence = order.compactMap { tallies[$0]?.evidence }.reduce(SanityEvidence(), +)
    let accuracy = attacks.first?.classification?.cleanAccuracy ?? Proportion(0, of: 0)
    let classCount = max(names.count, order.first.flatMap { classes[$0]?.classCount } ?? 0)
    return RunSummary(
      plan: plan, attacks: attacks, seconds: order.flatMap { tallies[$0]?.seconds ?? [] },
      robustAccuracy: Proportion(readable.count - fallen.count, of: readable.count),
      checks: victim.checks(accuracy: accuracy, classCount: classCount) + SanityBattery(evidence: evidence).checks
        + ComparisonBattery(ledger: ledger, classCount: classCount).checks)
  }
}
