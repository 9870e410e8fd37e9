/// How the square attack searches.
public struct SquareAttackSettings: Sendable, Hashable {
  /// Linf, L2 or L1.
  public var budget: Budget
  /// Forward passes of each run.
  public var queries: Int
  /// `p`: which share of the elements the first squares cover.
  public var share: Float
  /// Whether the share falls over the whole of the queries, as it does over 10,000; off: as it does over 10,000 whatever
  /// their number.
  public var rescalesSchedule: Bool
  public var restarts: Int
  public var seed: UInt64
  /// A sample leaves at its first success; off: the success with the largest margin is kept.
  public var stopsOnSuccess: Bool

  public init(
    budget: Budget, queries: Int = 5000, share: Float = 0.8, rescalesSchedule: Bool = true, restarts: Int = 1,
    seed: UInt64 = 0, stopsOnSuccess: Bool = true
  ) {
    self.budget = budget
    self.queries = queries
    self.share = share
    self.rescalesSchedule = rescalesSchedule
    self.restarts = restarts
    self.seed = seed
    self.stopsOnSuccess = stopsOnSuccess
  }

  /// The share after so many queries: it halves after 10, 50, 200, 500, 1000, 2000, 4000, 6000 and 8000 of 10,000.
  func share(after query: Int) -> Double {
    let place = rescalesSchedule ? query * 10_000 / queries : query
    let halvings = [10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000].count { place > $0 }
    return Double(share) / Double(1 << halvings)
  }

  /// Everything that is wrong with the numbers themselves.
  var complaints: [String] {
    var complaints: [String] = []
    if queries < 1 { complaints.append("at least one query, are \(queries)") }
    if restarts < 1 { complaints.append("restarts must be at least 1, are \(restarts)") }
    if !(share > 0 && share <= 1) { complaints.append("the share must lie in 0...1 and not be 0, is \(share)") }
    if budget.norm == .l0 { complaints.append("the norm must be linf, l2 or l1, is l0") }
    return complaints + budget.complaints
  }
}
