/// Turns a segmentation run's records into its summary, one record at a time.
public struct SegmentationSummarizer {
  private let plan: RunDescription
  private var order: [String] = []
  private var tallies: [String: RecordTally] = [:]
  private var masks: [String: SegmentationTally] = [:]
  /// Mean Dice of the clean predictions with the truth, one per image that has one.
  private var cleanDice: [Double] = []
  /// The images that each attack has a record of.
  private var seen: [String: SampleMarks] = [:]

  public init(plan: RunDescription) { self.plan = plan }

  /// Counts a record; a second record of the same image and attack is left out.
  public mutating func add(_ record: SegmentationRecord) {
    let name = record.attack.name
    if tallies[name] == nil { order.append(name) }
    guard seen[name, default: SampleMarks()].insert(record.sample.index) else { return }
    tallies[name, default: RecordTally()].add(record)
    masks[name, default: SegmentationTally()].add(record)
    if name == order.first, let truth = record.toTruth { cleanDice.append(truth.before.meanDice) }
  }

  public func summary() -> RunSummary {
    let attacks = order.map { name in
      var summary = (tallies[name] ?? RecordTally()).summary(name: name, samples: plan.samples.count)
      summary.segmentation = masks[name]?.summary(names: plan.model.classNames)
      return summary
    }
    let evidence = order.compactMap { tallies[$0]?.evidence }.reduce(SanityEvidence(), +)
    return RunSummary(
      plan: plan, attacks: attacks, seconds: order.flatMap { tallies[$0]?.seconds ?? [] },
      checks: [cleanAgreement] + SanityBattery(evidence: evidence, storage: "8 bits").checks)
  }

  private var cleanAgreement: SanityCheck {
    let dice = Quartiles(of: cleanDice)
    guard dice.count > 0 else {
      return SanityCheck(
        name: "clean agreement", verdict: .notApplicable,
        words: "There are no true masks: how good the model is without an attack is not known.")
    }
    return SanityCheck(
      name: "clean agreement", verdict: dice.median < 0.2 ? .fail : dice.median < 0.5 ? .warn : .pass,
      words: "Without an attack the median Dice with the true mask is \((1000 * dice.median).rounded() / 1000) over "
        + "\(dice.count) images. A low value points at a mask coding, a crop or a normalisation that does not fit.")
  }
}
