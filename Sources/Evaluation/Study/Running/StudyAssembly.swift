/// Makes the tables of a study from its cells.
struct StudyAssembly {
  let description: StudyDescription
  /// In the order of the tasks.
  let cells: [StudyCell]
  let taskCount: Int

  func result() -> StudyResult {
    var result = StudyResult(
      state: cells.count == taskCount ? .complete : .interrupted, finishedCells: cells.count, totalCells: taskCount,
      description: description)
    result.victims = cells.compactMap(\.accuracy)
    let crafted = cells.compactMap(\.transfer)
    result.transfers = crafted.flatMap { TransferTally.rows(of: $0) }
    result.threats = TransferTally.pooled(crafted)
    result.padding = cells.compactMap(\.padding)
    result.context = cells.compactMap(\.context)
    result.importance = cells.compactMap(\.importance)
    result.defences = cells.compactMap(\.defence)
    result.plausible = cells.compactMap(\.plausible)
    result.examples = cells.flatMap(\.examples)
    result.caveats = description.caveats + caveats(result)
    result.timings = timings
    return result
  }

  private var timings: [StudyTiming] {
    StudyExperiment.allCases.compactMap { experiment in
      let own = cells.filter { $0.experiment == experiment }
      guard !own.isEmpty else { return nil }
      return StudyTiming(
        experiment: experiment, cells: own.count, seconds: own.reduce(0) { $0 + $1.seconds })
    }
  }

  private func caveats(_ result: StudyResult) -> [String] {
    var caveats: [String] = []
    if result.threats.contains(where: { $0.pairs > 1 }) {
      caveats.append(
        "Threat models pool several pairs of networks over the same recordings; their intervals take these as "
          + "independent and are too narrow.")
    }
    let missing = ThreatModel.allCases.filter { threat in !result.threats.contains { $0.threat == threat } }
    if !result.threats.isEmpty, !missing.isEmpty {
      caveats.append(
        "No pair of victims makes the threat model \(missing.map(\.rawValue).joined(separator: ", ")); it needs networks "
          + "trained on other data.")
    }
    let faults =
      result.transfers.map(\.measure.auditFailures) + result.padding.map(\.measure.auditFailures)
      + result.context.map(\.measure.auditFailures) + result.plausible.map(\.measure.auditFailures)
    if faults.contains(where: { $0 > 0 }) {
      caveats.append("Some answers broke their region or budget and were not counted as successes: see auditFailures.")
    }
    return caveats
  }
}
