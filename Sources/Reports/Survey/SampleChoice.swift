import Evaluation

/// The handful of samples a report shows: chosen by rule in one pass, so that nobody can pick the flattering ones.
struct SampleChoice {
  /// Why a sample is shown, in the order of the report.
  enum Role: Int, CaseIterable, Comparable {
    case smallestSuccess, largestSuccess, nearestMiss, clearestFailure

    static func < (left: Role, right: Role) -> Bool { left.rawValue < right.rawValue }

    var words: String {
      switch self {
      case .smallestSuccess: "the success with the smallest perturbation (L2)"
      case .largestSuccess: "the success with the largest perturbation (L2)"
      case .nearestMiss: "the failed attempt that came closest"
      case .clearestFailure: "the failed attempt that stayed furthest away"
      }
    }
  }

  private struct Candidate {
    let index: Int
    let score: Double
  }

  private var best: [Role: Candidate] = [:]

  /// The words for one sample's roles; equals are told apart by order, so both roles in one sample mean a single one.
  static func words(_ roles: [Role]) -> [String] {
    if roles == [.smallestSuccess, .largestSuccess] { return ["the only success"] }
    if roles == [.nearestMiss, .clearestFailure] { return ["the only failed attempt"] }
    return roles.map(\.words)
  }

  /// Sample indices with the roles they play, in the order of the roles.
  var chosen: [(index: Int, roles: [Role])] {
    var result: [(index: Int, roles: [Role])] = []
    for role in Role.allCases {
      guard let candidate = best[role] else { continue }
      if let known = result.firstIndex(where: { $0.index == candidate.index }) {
        result[known].roles.append(role)
      } else {
        result.append((candidate.index, [role]))
      }
    }
    return result
  }

  mutating func add(_ record: ReportRecord) {
    switch record.status {
    case .succeeded:
      let norm = record.size.map(\.l2).flatMap { $0.isFinite ? $0 : nil } ?? .greatestFiniteMagnitude
      offer(record, as: .smallestSuccess, score: -norm)
      offer(record, as: .largestSuccess, score: norm == .greatestFiniteMagnitude ? -norm : norm)
    case .failed:
      let closeness = SampleChoice.closeness(of: record)
      offer(record, as: .nearestMiss, score: closeness)
      offer(record, as: .clearestFailure, score: -closeness)
    case .alreadyMisclassified, .error: break
    }
  }

  private mutating func offer(_ record: ReportRecord, as role: Role, score: Double) {
    let takesLastOfEquals = role == .largestSuccess || role == .clearestFailure
    guard best[role].map({ score > $0.score || takesLastOfEquals && score == $0.score }) ?? true else { return }
    best[role] = Candidate(index: record.sample.index, score: score)
  }

  /// How near a failed attempt came to its goal.
  ///
  /// For a classifier the gap between the logits that had to change places, for a mask its IoU with the target. Larger
  /// is nearer; 0 where it is unknown.
  private static func closeness(of record: ReportRecord) -> Double {
    let value: Double
    switch record {
    case .classification(let record):
      value = gap(of: record.adversarial?.logits ?? [], label: record.sample.label, goal: record.attack.goalClass)
    case .segmentation(let record): value = record.toTarget?.after.meanIoU ?? 0
    }
    return value.isFinite ? value : 0
  }

  private static func gap(of logits: [Double], label: Int?, goal: Int?) -> Double {
    guard let anchor = goal ?? label, logits.indices.contains(anchor) else { return 0 }
    let others = logits.indices.filter { $0 != anchor }.map { logits[$0] }.filter(\.isFinite)
    guard let strongest = others.max() else { return 0 }
    return goal == nil ? strongest - logits[anchor] : logits[anchor] - strongest
  }
}
