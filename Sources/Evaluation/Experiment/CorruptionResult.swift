/// How often a victim is right about corrupted inputs, in one region.
///
/// The accuracy is the share of the readable samples that are classified rightly as they are and when corrupted: one that is
/// wrong without any corruption stays wrong. (Hendrycks and Dietterich, 2019, arXiv:1903.12261, divide errors by those of
/// a reference model; these accuracies are divided by nothing.)
public struct CorruptionResult: Sendable, Codable, Equatable {
  /// One corruption at one severity, over all seeds.
  public struct Row: Sendable, Codable, Equatable {
    public var corruption: String
    public var severity: Int
    public var accuracy: Proportion
  }

  /// A mean in which every corruption weighs the same.
  public struct Mean: Sendable, Codable, Equatable {
    /// Nil for the mean over all severities, each corruption's own first.
    public var severity: Int?
    public var corruptions: Int
    @FiniteOrNull public var accuracy: Double
  }

  public var victim: String
  public var region: String
  /// Of the same samples without a corruption.
  public var cleanAccuracy: Proportion
  public var rows: [Row]
  /// For each severity, ascending, then for all.
  public var means: [Mean]

  /// The corruptions among the attacks of an experiment, in their order; none for other attacks.
  public static func all(in rows: [ExperimentRow]) -> [CorruptionResult] {
    var results: [CorruptionResult] = []
    for row in rows {
      guard let severity = row.attack.severity else { continue }
      let place = results.firstIndex { $0.victim == row.victim && $0.region == row.attack.region }
      if place == nil {
        results.append(
          CorruptionResult(
            victim: row.victim, region: row.attack.region, cleanAccuracy: row.cleanAccuracy, rows: [], means: []))
      }
      results[place ?? results.count - 1].add(
        Row(corruption: row.attack.attack, severity: severity, accuracy: row.robustAccuracy))
    }
    return results.map { result in
      var result = result
      result.means = result.computedMeans
      return result
    }
  }

  /// The accuracy under one corruption at one severity; nil where it was not run.
  public func accuracy(of corruption: String, severity: Int) -> Proportion? {
    rows.first { $0.corruption == corruption && $0.severity == severity }?.accuracy
  }

  private mutating func add(_ row: Row) {
    guard let place = rows.firstIndex(where: { $0.corruption == row.corruption && $0.severity == row.severity }) else {
      return rows.append(row)
    }
    let (known, more) = (rows[place].accuracy, row.accuracy)
    rows[place].accuracy = Proportion(known.count + more.count, of: known.total + more.total)
  }

  private var computedMeans: [Mean] {
    let severities = Set(rows.map(\.severity)).sorted()
    return severities.map { severity in mean(of: rows.filter { $0.severity == severity }, severity) }
      + [mean(of: rows, nil)]
  }

  private func mean(of rows: [Row], _ severity: Int?) -> Mean {
    let own = Dictionary(grouping: rows, by: \.corruption).sorted { $0.key < $1.key }.map { _, rows in
      rows.reduce(0) { $0 + $1.accuracy.rate } / Double(rows.count)
    }
    return Mean(severity: severity, corruptions: own.count, accuracy: own.reduce(0, +) / Double(own.count))
  }
}
