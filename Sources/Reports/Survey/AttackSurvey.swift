import Evaluation

/// What a first pass over the records learns about one attack that the summary does not say; bounded in size, however
/// many samples the run has.
struct AttackSurvey {
  let reference: AttackReference
  /// Distinct wordings, in order of appearance, at most `wordings` each.
  private(set) var goals: [String] = []
  private(set) var regions: [String] = []
  private(set) var targets: [String] = []
  private(set) var criteria: [String] = []
  private(set) var maskCodings: [String] = []
  /// The share of an input that may change, over the attacked samples.
  private(set) var allowedShare = Extremes()
  /// L2 norms of the successes.
  private(set) var successL2 = Extremes()
  private(set) var choice = SampleChoice()
  private(set) var attacked = 0
  private(set) var changedOutsideRegion = 0

  private static let wordings = 4

  init(_ reference: AttackReference) { self.reference = reference }

  mutating func add(_ record: ReportRecord) {
    // A sample that could not be read names no goal and no region.
    if record.status != .error {
      note(record.attack.goal, in: &goals)
      note(record.attack.region.name, in: &regions)
    }
    if case .segmentation(let record) = record {
      if record.status != .error { note(record.target, in: &targets) }
      note(record.criterion, in: &criteria)
      if let coding = record.maskCoding { note(coding, in: &maskCodings) }
    }
    guard record.status == .succeeded || record.status == .failed else { return }
    attacked += 1
    allowedShare.add(record.attack.region.share)
    changedOutsideRegion += (record.audit?.changedOutsideRegion ?? 0) > 0 ? 1 : 0
    if record.status == .succeeded, let size = record.size { successL2.add(size.l2) }
    choice.add(record)
  }

  private func note(_ words: String, in list: inout [String]) {
    if list.count < Self.wordings, !list.contains(words) { list.append(words) }
  }
}

/// The smallest and the largest of a stream of finite numbers.
struct Extremes: Equatable {
  private(set) var range: ClosedRange<Double>?

  mutating func add(_ value: Double) {
    guard value.isFinite else { return }
    guard let known = range else {
      range = value...value
      return
    }
    range = min(known.lowerBound, value)...max(known.upperBound, value)
  }
}
