/// What in a run's records must not be passed over, with the sample and the attack that it happened to.
///
/// Answers that left budget, bounds or region, and samples that could not be loaded or attacked: a command that leaves
/// either behind ends with an error, after everything is written.
public struct RunFlaws: Sendable, Equatable {
  public struct Finding: Sendable, Equatable {
    public var attack: String
    public var sample: String
    /// What is wrong: "3 elements changed outside the region".
    public var words: String
  }

  /// The first ones, in the order of the records.
  public private(set) var violations: [Finding] = []
  public private(set) var errors: [Finding] = []
  /// How many answers broke their limits, and how many samples had an error.
  public private(set) var violationCount = 0
  public var errorSampleCount: Int { unusable.count }

  private var unusable = SampleMarks()

  /// So many findings of either kind are kept: a run in which everything fails is no reason to fill the memory.
  static let limit = 20

  public init() {}

  public mutating func add(_ record: some RunRecord, message: String?) {
    if record.status == .error {
      unusable.insert(record.sample.index)
      if errors.count < Self.limit { errors.append(finding(record, message ?? "no reason is known")) }
    }
    if let audit = record.audit, !audit.passed {
      violationCount += 1
      if violations.count < Self.limit { violations.append(finding(record, Self.words(audit))) }
    }
  }

  private func finding(_ record: some RunRecord, _ words: String) -> Finding {
    Finding(attack: record.attack.name, sample: record.sample.id, words: words)
  }

  private static func words(_ audit: Audit) -> String {
    var words: [String] = []
    if audit.changedOutsideRegion > 0 {
      words.append("\(audit.changedOutsideRegion) elements changed outside the region")
    }
    if audit.outsideBounds > 0 { words.append("\(audit.outsideBounds) elements outside the bounds") }
    if !audit.withinBudget { words.append("\(audit.budgetUse.brief) times the budget") }
    return words.joined(separator: ", ")
  }
}

extension RunReader {
  /// Looks through every record.
  ///
  /// - Throws: `RunFolderError` for a folder without a readable run.
  public func flaws() throws -> RunFlaws {
    var flaws = RunFlaws()
    switch try plan().task {
    case .radar, .image: try forEachClassification { flaws.add($0, message: $0.message) }
    case .segmentation: try forEachSegmentation { flaws.add($0, message: $0.message) }
    }
    return flaws
  }
}
