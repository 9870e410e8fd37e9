/// Counts of values in equal bins of a fixed range: what a second pass over the records fills without keeping them.
public struct Histogram: Sendable, Equatable {
  public let range: ClosedRange<Double>
  public private(set) var counts: [Int]

  public init(range: ClosedRange<Double>, bins: Int) {
    precondition(bins > 0, "Histogram: needs a bin, has \(bins)")
    self.range = range
    counts = [Int](repeating: 0, count: bins)
  }

  public var total: Int { counts.reduce(0, +) }

  /// Values outside the range count in the nearest bin; those that are not finite are left out.
  public mutating func add(_ value: Double) {
    guard value.isFinite else { return }
    let width = range.upperBound - range.lowerBound
    let share = width > 0 ? (value - range.lowerBound) / width : 0
    counts[Int((min(max(share, 0), 1) * Double(counts.count)).rounded(.down)).clamped(below: counts.count)] += 1
  }

  public func edges(ofBin bin: Int) -> ClosedRange<Double> {
    let width = (range.upperBound - range.lowerBound) / Double(counts.count)
    return range.lowerBound + Double(bin) * width...range.lowerBound + Double(bin + 1) * width
  }
}

extension Int {
  fileprivate func clamped(below limit: Int) -> Int { Swift.min(self, limit - 1) }
}
