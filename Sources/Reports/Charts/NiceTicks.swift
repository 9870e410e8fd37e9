import Foundation

/// Round numbers along an axis (after Paul Heckbert, "Nice numbers for graph labels", Graphics Gems, 1990).
public struct NiceTicks: Sendable, Equatable {
  public let values: [Double]
  public let step: Double

  /// About `count` multiples of 1, 2 or 5 × 10ⁿ inside `range`.
  public init(in range: ClosedRange<Double>, about count: Int = 5) {
    let span = range.upperBound - range.lowerBound
    guard span > 0, span.isFinite, count > 0 else {
      (values, step) = ([range.lowerBound], 0)
      return
    }
    let step = NiceTicks.niceStep(span / Double(count))
    let first = Int64(exactly: (range.lowerBound / step - 1e-9).rounded(.up)) ?? 0
    let last = Int64(exactly: (range.upperBound / step + 1e-9).rounded(.down)) ?? 0
    values = first <= last && last - first < 1000 ? (first...last).map { Double($0) * step } : [range.lowerBound]
    self.step = step
  }

  /// The text of one tick, with as many digits as the step needs.
  public func label(_ value: Double) -> String {
    guard step > 0 else { return Numeral.significant(value) }
    let largest = values.map(abs).max() ?? 0
    guard largest < 1e5, step >= 1e-4 else { return Numeral.significant(value, digits: 2) }
    return Numeral.fixed(value, places: max(0, Int((-log10(step) - 1e-9).rounded(.up))))
  }

  /// The smallest range from tick to tick around `values`; a little room around a single value.
  public static func range(around values: [Double], includingZero: Bool, about count: Int = 5) -> ClosedRange<Double> {
    let finite = values.filter(\.isFinite) + (includingZero ? [0] : [])
    guard let low = finite.min(), let high = finite.max() else { return 0...1 }
    guard high > low, (high - low).isFinite else { return around(low) }
    let step = niceStep((high - low) / Double(count))
    return (low / step + 1e-9).rounded(.down) * step...(high / step - 1e-9).rounded(.up) * step
  }

  private static func around(_ value: Double) -> ClosedRange<Double> {
    guard value != 0 else { return 0...1 }
    let room = abs(value) / 2
    return value - room...value + room
  }

  private static func niceStep(_ rough: Double) -> Double {
    let power = pow(10, log10(rough).rounded(.down))
    let digit = rough / power
    return (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10) * power
  }
}
