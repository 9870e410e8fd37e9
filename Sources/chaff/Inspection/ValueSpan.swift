import Tensors

/// Smallest and largest finite value of many, and how many are not finite.
struct ValueSpan: Encodable {
  /// Nil while no finite value was seen.
  private(set) var minimum: Double?
  private(set) var maximum: Double?
  private(set) var notANumber = 0
  private(set) var infinite = 0

  mutating func include(_ values: some Sequence<Float>) {
    var (low, high) = (Float.infinity, -Float.infinity)
    for value in values {
      if value.isFinite {
        low = min(low, value)
        high = max(high, value)
      } else if value.isNaN {
        notANumber += 1
      } else {
        infinite += 1
      }
    }
    if low <= high { include(Double(low), Double(high)) }
  }

  /// Integers beyond 2^24 stay exact as far as `Double` goes.
  mutating func include(_ values: [Int64]) {
    if let low = values.min(), let high = values.max() { include(Double(low), Double(high)) }
  }

  private mutating func include(_ low: Double, _ high: Double) {
    minimum = Swift.min(minimum ?? low, low)
    maximum = Swift.max(maximum ?? high, high)
  }

  var text: String {
    var parts: [String] = []
    if let minimum, let maximum {
      parts.append("\(Self.number(minimum))...\(Self.number(maximum))")
    } else {
      parts.append("no finite value")
    }
    if notANumber > 0 { parts.append("\(Wording.grouped(notANumber)) NaN") }
    if infinite > 0 { parts.append("\(Wording.grouped(infinite)) infinite") }
    return parts.joined(separator: ", ")
  }

  private static func number(_ value: Double) -> String {
    Int(exactly: value).map(String.init) ?? Wording.number(value)
  }
}
