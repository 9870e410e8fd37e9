import Foundation

/// Numbers as people read them in a terminal.
enum Wording {
  /// "1,234,567".
  static func grouped(_ value: Int) -> String {
    let digits = Array(String(value.magnitude))
    let groups = digits.indices.map { index in
      index > 0 && (digits.count - index) % 3 == 0 ? ",\(digits[index])" : String(digits[index])
    }
    return (value < 0 ? "-" : "") + groups.joined()
  }

  /// "411 kB", in powers of ten.
  static func bytes(_ count: Int) -> String {
    guard count >= 1000 else { return "\(count) bytes" }
    var (value, unit) = (Double(count), 0)
    while value >= 999.5, unit < 4 { (value, unit) = (value / 1000, unit + 1) }
    return String(format: value < 9.95 ? "%.1f %@" : "%.0f %@", value, ["bytes", "kB", "MB", "GB", "TB"][unit])
  }

  /// Four significant digits.
  static func number(_ value: Double) -> String { String(format: "%.4g", value) }

  /// Whole numbers as they are, others with four significant digits.
  static func sample(_ value: Float) -> String { Int(exactly: value).map(String.init) ?? number(Double(value)) }

  static func range(_ range: ClosedRange<Float>) -> String {
    "\(number(Double(range.lowerBound)))...\(number(Double(range.upperBound)))"
  }

  static func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }

  static func shape(_ extents: [Int]) -> String { "[\(extents.map(String.init).joined(separator: ", "))]" }

  /// "1 file", "2 files".
  static func count(_ count: Int, _ noun: String) -> String { "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")" }

  /// The first of a list, and how many more there are.
  static func list(_ items: [String], limit: Int = 8) -> String {
    let shown = items.prefix(limit).joined(separator: ", ")
    return items.count > limit ? "\(shown), … (\(items.count) in all)" : shown
  }
}
