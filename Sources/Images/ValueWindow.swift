/// Which stored values become 0 and 1 where they are no fractions of a largest one: measured values, floating point.
///
/// value ↦ (value − low) / (high − low), clamped to 0…1. A radiologist's window of centre c and width w is c − w/2 to
/// c + w/2.
public struct ValueWindow: Sendable, Hashable, CustomStringConvertible {
  /// Who chose it.
  public enum Origin: String, Sendable, Hashable {
    case file = "the file's own"
    case extremes = "lowest and highest value"
    case unit = "values lie within 0 to 1"
    case asked = "as asked for"
  }

  public let low: Float
  public let high: Float
  public let origin: Origin

  public init(low: Float, high: Float, origin: Origin) {
    precondition(low.isFinite && high.isFinite && low < high, "ValueWindow: expected low < high, is \(low), \(high)")
    (self.low, self.high, self.origin) = (low, high, origin)
  }

  /// The window for values of which nothing else is known: none for 0…1, else from the lowest to the highest.
  ///
  /// A single value becomes 0.
  public init(of extremes: ClosedRange<Float>?) {
    guard let extremes, extremes.lowerBound < 0 || extremes.upperBound > 1 else {
      self.init(low: 0, high: 1, origin: .unit)
      return
    }
    // The difference of the two must be a number, too.
    let limit = Float.greatestFiniteMagnitude / 4
    let low = min(max(extremes.lowerBound, -limit), limit)
    let high = min(max(extremes.upperBound, -limit), limit)
    self.init(low: low, high: high > low ? high : low + max(1, abs(low) * 1e-6), origin: .extremes)
  }

  /// 0 at `low` or below, 1 at `high` or above, 0 for NaN.
  public func fraction(_ value: Float) -> Float {
    value.isNaN ? 0 : min(max((value - low) / (high - low), 0), 1)
  }

  /// "values -160 to 240 become 0 to 1 (the file's own)".
  public var description: String {
    "values \(Self.text(low)) to \(Self.text(high)) become 0 to 1 (\(origin.rawValue))"
  }

  static func text(_ value: Float) -> String { Int(exactly: value).map(String.init) ?? "\(value)" }
}
