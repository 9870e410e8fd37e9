/// A distribution in five numbers; values that are not finite are left out and not counted.
public struct Quartiles: Sendable, Codable, Equatable {
  public var count: Int
  /// All null when `count` is 0.
  @FiniteOrNull public var minimum: Double
  @FiniteOrNull public var lower: Double
  @FiniteOrNull public var median: Double
  @FiniteOrNull public var upper: Double
  @FiniteOrNull public var maximum: Double
  @FiniteOrNull public var mean: Double

  public init(of values: [Double]) {
    let sorted = values.filter(\.isFinite).sorted()
    count = sorted.count
    minimum = sorted.first ?? .nan
    lower = Quantile.type7(0.25, ofSorted: sorted)
    median = Quantile.type7(0.5, ofSorted: sorted)
    upper = Quantile.type7(0.75, ofSorted: sorted)
    maximum = sorted.last ?? .nan
    mean = sorted.isEmpty ? .nan : sorted.reduce(0, +) / Double(sorted.count)
  }
}
