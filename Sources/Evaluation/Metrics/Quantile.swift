/// Sample quantiles.
public enum Quantile {
  /// The quantile of Hyndman and Fan's type 7 (1996; the default of R and numpy): linear between order statistics.
  ///
  ///     h = (n − 1) p,   Q = x[⌊h⌋] + (h − ⌊h⌋) (x[⌊h⌋ + 1] − x[⌊h⌋])
  ///
  /// - Parameters:
  ///   - probability: 0...1.
  ///   - sorted: ascending, all finite.
  /// - Returns: NaN when there are no values.
  public static func type7(_ probability: Double, ofSorted sorted: [Double]) -> Double {
    precondition((0...1).contains(probability), "Quantile: probability must be in 0...1, is \(probability)")
    guard let last = sorted.indices.last else { return .nan }
    let position = Double(last) * probability
    let below = min(Int(position), last), above = min(below + 1, last)
    return sorted[below] + (position - Double(below)) * (sorted[above] - sorted[below])
  }
}
