/// A share with its 95 % Wilson score interval (Wilson, "Probable inference, the law of succession, and statistical
/// inference", 1927).
public struct Proportion: Sendable, Codable, Equatable {
  public var count: Int
  public var total: Int
  /// `count / total`; null when `total` is 0, as are the ends.
  @FiniteOrNull public var rate: Double
  @FiniteOrNull public var lower: Double
  @FiniteOrNull public var upper: Double

  /// - Precondition: `0 ≤ count ≤ total`.
  public init(_ count: Int, of total: Int) {
    precondition(count >= 0 && count <= total, "Proportion: \(count) of \(total)")
    self.count = count
    self.total = total
    rate = total == 0 ? .nan : Double(count) / Double(total)
    (lower, upper) = Self.wilson(count: Double(count), total: Double(total))
  }

  /// The two ends of the interval.
  ///
  ///     centre = (p + z²/2n) / (1 + z²/n),   half = z √(p(1 − p)/n + z²/4n²) / (1 + z²/n)
  private static func wilson(count: Double, total n: Double) -> (Double, Double) {
    guard n > 0 else { return (.nan, .nan) }
    let z = 1.959963984540054, p = count / n
    let scale = 1 + z * z / n
    let centre = (p + z * z / (2 * n)) / scale
    let half = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot() / scale
    return (count == 0 ? 0 : max(0, centre - half), count == n ? 1 : min(1, centre + half))
  }
}
