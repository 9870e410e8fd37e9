/// What every attack that sees the decisions alone is told.
public struct DecisionSettings: Sendable, Equatable {
  /// The values an input element can take.
  public var bounds: ClosedRange<Float>
  /// The most points of one sample that the victim is asked about, the clean input among them.
  public var queries: Int
  /// Where a search begins.
  public var starts: StartingPoints
  /// How many starts are tried out, each by a short walk, before the best one gets what is left; 1 as in the papers.
  ///
  /// Fewer are where fewer are found, and one where a twentieth of the queries is too little for a walk.
  public var walks: Int
  /// The longest perturbation that counts as a success; nil for any.
  public var largestNorm: Float?
  public var seed: UInt64

  public init(
    bounds: ClosedRange<Float>, queries: Int = 10_000, starts: StartingPoints = StartingPoints(),
    walks: Int = 1, largestNorm: Float? = nil, seed: UInt64 = 0
  ) {
    self.bounds = bounds
    self.queries = queries
    self.starts = starts
    self.walks = walks
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
    complaints += QueryComplaints.about("the starts", atLeastOne: walks)
    return complaints + starts.complaints + QueryComplaints.about(largestNorm: largestNorm, bounds: bounds)
  }
}
