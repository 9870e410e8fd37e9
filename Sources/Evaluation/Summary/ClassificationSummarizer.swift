/// Turns a classification run's records into its summary, one record at a time.
public struct ClassificationSummarizer {
  private let plan: RunDescription
  private var order: [String] = []
  private var tallies: [String: RecordTally] = [:]
  private var classes: [String: ClassificationTally] = [:]
  private var victim = VictimEvidence()
  private var ledger = AttackLedger()
  /// Whether each readable sample withstood every attack so far.
  private var withstood: [Int: Bool] = [:]
  private var seen: Set<JournalIndex.Slot> = []

  public init(plan: RunDescription) { self.plan = plan }

  /// Counts a record; a second record of the same sample and attack is left out.
  public mutating func add(_ record: ClassificationRecord) {
    let name = record.attack.name
    if tallies[name] == nil { order.append(name) }
    let slot = JournalIndex.Slot(sample: record.sample.index, attack: order.firstIndex(of: name) ?? 0)
    guard seen.insert(slot).inserted else { return }
    tallies[name, default: RecordTally()].add(record)
    classes[name, default: ClassificationTally()].add(record)
    if slot.attack == 0 { victim.add(record) }
    ledger.add(record)
    guard record.status != .error else { return }
    withstood[record.sample.index] = (withstood[record.sample.index] ?? true) && record.withstood
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
      robustAccuracy: Proportion(withstood.values.count { $0 }, of: withstood.count),
      checks: victim.checks(accuracy: accuracy, classCount: classCount) + SanityBattery(evidence: evidence).checks
        + ComparisonBattery(ledger: ledger, classCount: classCount).checks)
  }
}
