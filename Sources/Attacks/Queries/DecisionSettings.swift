/// What every attack that sees the decisions alone is told.
public struct DecisionSettings: Sendable, Equatable {
  /// The values an input element can take.
  public var bounds: ClosedRange<Float>
  /// The most points of one sample that the victim is asked about, the clean input among them.
  public var queries: Int
  /// Where a search begins.
  public var starts: StartingPoints
  /// The longest perturbation that counts as a success; nil for any.
  public var largestNorm: Float?
  public var seed: UInt64

  public init(
    bounds: ClosedRange<Float>, queries: Int = 10_000, starts: StartingPoints = StartingPoints(),
    largestNorm: Float? = nil, seed: UInt64 = 0
  ) {
    self.bounds = bounds
    self.queries = queries
    self.starts = starts
    self.largestNorm = largestNorm
    self.seed = seed
  }

  /// Everything that is wrong with the numbers themselves.
  ///
  /// - Parameters:
  ///   - norm: what the attack is asked to make small.
  ///   - known: the norms that it is defined for.
  /// - Returns: one sentence each.
  func complaints(norm: Norm, known: [Norm]) -> [String] {
    var complaints = QueryComplaints.about(queries: queries)
    if !known.contains(norm) {
      let names = known.map(\.rawValue).joined(separator: " and ")
      complaints.append("the attack is defined for \(names), not for \(norm.rawValue)")
    }
    return complaints + starts.complaints + QueryComplaints.about(largestNorm: largestNorm, bounds: bounds)
  }
}
