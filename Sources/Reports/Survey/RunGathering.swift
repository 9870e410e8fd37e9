import Evaluation

/// The second pass over the records: the chosen ones are kept, all others only counted into histograms and written to
/// the CSV file.
struct RunGathering {
  /// L2 norms of the successes, by attack.
  private(set) var histograms: [String: Histogram] = [:]
  private var kept: [String: ReportRecord] = [:]

  private static let bins = 24

  init(of records: any RecordReading, survey: RunSurvey, line: (String) throws -> Void) throws {
    var wanted = Set<String>()
    for attack in survey.attacks {
      if let range = attack.successL2.range {
        let room = NiceTicks.range(around: [range.lowerBound, range.upperBound], includingZero: true)
        histograms[attack.reference.name] = Histogram(range: room, bins: RunGathering.bins)
      }
      for (index, _) in attack.choice.chosen { wanted.insert(RunGathering.key(index, attack.reference.name)) }
    }
    let isSegmentation = survey.attacks.contains { !$0.targets.isEmpty }
    let chosenSamples = Set(survey.attacks.flatMap { $0.choice.chosen.map(\.index) })
    try records.forEachRecord { record in
      try line(RecordsCSV.line(record))
      if record.status == .succeeded, let size = record.size { histograms[record.attack.name]?.add(size.l2) }
      let key = RunGathering.key(record.sample.index, record.attack.name)
      guard wanted.contains(key) || (isSegmentation && chosenSamples.contains(record.sample.index)) else { return }
      kept[key] = record
    }
  }

  func record(_ index: Int, attack: String) -> ReportRecord? { kept[RunGathering.key(index, attack)] }

  private static func key(_ index: Int, _ attack: String) -> String { "\(index) \(attack)" }
}
