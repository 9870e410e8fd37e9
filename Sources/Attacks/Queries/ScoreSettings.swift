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

/// What is wrong with numbers that several query attacks share.
enum QueryComplaints {
  static func about(queries: Int) -> [String] {
    queries < 1 ? ["the queries must be at least 1, are \(queries)"] : []
  }

  /// A number that must be positive.
  static func about(_ name: String, positive value: Float?) -> [String] {
    guard let value, !(value > 0 && value.isFinite) else { return [] }
    return ["\(name) must be positive, is \(value)"]
  }

  /// A count that must be at least 1.
  static func about(_ name: String, atLeastOne value: Int) -> [String] {
    value < 1 ? ["\(name) must be at least 1, are \(value)"] : []
  }

  /// A share that must lie in `0...1`, or above 0.
  static func about(_ name: String, share value: Float, mayBeZero: Bool = false) -> [String] {
    (mayBeZero ? value >= 0 : value > 0) && value <= 1
      ? [] : ["\(name) must lie \(mayBeZero ? "in 0...1" : "above 0 and at most at 1"), is \(value)"]
  }
}
