/// What every attack of a fixed size that sees the scores alone is told.
public struct ScoreSettings: Sendable, Hashable {
  public var budget: Budget
  /// The most points of one sample that the victim is asked about, the clean input among them.
  public var queries: Int
  public var loss: ClassificationLoss
  public var seed: UInt64
  /// A sample leaves at its first success.
  ///
  /// Off: it goes on raising the loss until the queries are spent, and the best success is kept.
  public var stopsOnSuccess: Bool

  public init(
    budget: Budget, queries: Int = 10_000, loss: ClassificationLoss = .margin, seed: UInt64 = 0,
    stopsOnSuccess: Bool = true
  ) {
    self.budget = budget
    self.queries = queries
    self.loss = loss
    self.seed = seed
    self.stopsOnSuccess = stopsOnSuccess
  }

  /// The width of the bounds, which distances are shares of.
  var width: Float { budget.bounds.upperBound - budget.bounds.lowerBound }

  /// Everything that is wrong with the numbers themselves.
  ///
  /// - Parameter norms: those that the attack is defined for.
  /// - Returns: one sentence each.
  func complaints(norms: [Norm]) -> [String] {
    var complaints = QueryComplaints.about(queries: queries)
    if !norms.contains(budget.norm) {
      let known = norms.map(\.rawValue).joined(separator: " and ")
      complaints.append("the attack is defined for \(known), not for \(budget.norm.rawValue)")
    }
    return complaints + budget.complaints
  }
}
