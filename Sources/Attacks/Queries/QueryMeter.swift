/// An oracle that may be asked a limited number of times.
///
/// A search needs no care for the limit: what is still affordable of a question is asked, and then `SearchEnded` is
/// thrown. So it is after the first success where that is all that is wanted.
struct QueryMeter {
  let oracle: Oracle
  /// The most points that may be looked at.
  var limit: Int
  /// What slopes are estimated of.
  var loss = ClassificationLoss.margin
  var stopsOnSuccess = false

  var left: Int { max(limit - oracle.tally.forwards, 0) }
  /// From 0 at the start to 1 at the limit.
  var spentShare: Double { limit > 0 ? min(Double(oracle.tally.forwards) / Double(limit), 1) : 1 }

  /// Looks at a point and offers it.
  @discardableResult
  func look(at point: [Float]) async throws -> Look {
    guard left > 0 else { throw SearchEnded() }
    let look = try await oracle.look(at: point, judgedBy: loss)
    if stopsOnSuccess, oracle.succeeded { throw SearchEnded() }
    return look
  }

  /// The loss at points that are not offered.
  func scores(at points: [[Float]]) async throws -> [Double] {
    let scores = try await oracle.scores(at: Array(points.prefix(left)), of: loss)
    guard scores.count == points.count else { throw SearchEnded() }
    return scores
  }

  /// Whether points reach the goal; those that do are offered.
  func decisions(at points: [[Float]]) async throws -> [Bool] {
    try await reachedClasses(at: points).map { $0 != nil }
  }

  /// The classes of the points that reach the goal, nil for the others.
  func reachedClasses(at points: [[Float]]) async throws -> [Int?] {
    let classes = try await oracle.reachedClasses(at: Array(points.prefix(left)))
    guard classes.count == points.count else { throw SearchEnded() }
    return classes
  }

  func isReached(at point: [Float]) async throws -> Bool { try await decisions(at: [point])[0] }
}

/// Ends a search from within: nothing may be asked any more, or nothing need be.
struct SearchEnded: Error {}
