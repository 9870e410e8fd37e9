import Foundation

/// Numbers as a reader wants them: sensible digits, true minus signs, no locale.
public enum Numeral {
  /// What stands where a number is missing or not a number.
  public static let missing = "n/a"
  /// A space that never breaks, narrower than a word's: before units and between groups of digits.
  static let thinSpace = "\u{202F}"

  /// `digits` significant digits: plain from 0.001 up to 99,999, otherwise as a power of ten.
  public static func significant(_ value: Double?, digits: Int = 3) -> String {
    guard let value, !value.isNaN else { return missing }
    guard value.isFinite else { return value < 0 ? "\u{2212}∞" : "∞" }
    guard value != 0 else { return "0" }
    let exponent = exponent(of: value, digits: digits)
    guard (-3...4).contains(exponent) else { return scientific(value, digits: digits) }
    return signed(String(format: "%.\(max(0, digits - 1 - exponent))f", abs(value)), negative: value < 0)
  }

  /// The same without zeros that say nothing: for bounds and ends of scales, which are often round.
  public static func compact(_ value: Double, digits: Int = 3) -> String {
    let text = significant(value, digits: digits)
    guard text.contains("."), !text.contains("10") || !text.contains("×") else { return text }
    let trimmed = text.reversed().drop { $0 == "0" }.drop { $0 == "." }
    return String(trimmed.reversed())
  }

  public static func significant(_ value: Float?, digits: Int = 3) -> String {
    significant(value.map(Double.init), digits: digits)
  }

  public static func fixed(_ value: Double?, places: Int) -> String {
    guard let value, !value.isNaN else { return missing }
    guard value.isFinite else { return significant(value) }
    let text = String(format: "%.\(places)f", abs(value))
    let isZero = text.allSatisfy { $0 == "0" || $0 == "." }
    return signed(text, negative: value < 0 && !isZero)
  }

  /// A share in 0...1 as a percentage.
  public static func percent(_ share: Double?, places: Int = 1) -> String {
    guard let share, !share.isNaN else { return missing }
    return fixed(share * 100, places: places) + thinSpace + "%"
  }

  /// A whole number, its digits grouped from 10,000 on.
  public static func count(_ number: Int) -> String {
    let digits = String(number.magnitude)
    guard digits.count > 4 else { return signed(digits, negative: number < 0) }
    var grouped = ""
    for (offset, digit) in digits.enumerated() {
      if offset > 0, (digits.count - offset).isMultiple(of: 3) { grouped += thinSpace }
      grouped.append(digit)
    }
    return signed(grouped, negative: number < 0)
  }

  /// "1 recording", "3 recordings", "2 successes".
  public static func count(_ number: Int, _ noun: String, plural: String? = nil) -> String {
    "\(count(number)) \(number == 1 ? noun : plural ?? noun + "s")"
  }

  /// A value, with its count of 255ths where it is one: "0.0314 (8/255)".
  public static func level(_ value: Double?) -> String {
    guard let value, value > 0, value <= 1 else { return significant(value) }
    let steps = (value * 255).rounded()
    guard steps >= 1, abs(value * 255 - steps) < 1e-3 else { return significant(value) }
    return "\(significant(value)) (\(Int(steps))/255)"
  }

  public static func duration(seconds: Double?) -> String {
    guard let seconds, seconds.isFinite else { return missing }
    if seconds < 1 { return significant(seconds * 1000) + thinSpace + "ms" }
    if seconds < 120 { return significant(seconds) + thinSpace + "s" }
    guard seconds < 1e12 else { return significant(seconds) + thinSpace + "s" }
    let minutes = Int((seconds / 60).rounded())
    guard minutes >= 120 else { return "\(minutes)\(thinSpace)min" }
    return "\(minutes / 60)\(thinSpace)h \(minutes % 60)\(thinSpace)min"
  }

  /// The power of ten of the first digit after rounding to `digits` significant ones.
  private static func exponent(of value: Double, digits: Int) -> Int {
    let rounded = String(format: "%.\(max(0, digits - 1))e", abs(value))
    return rounded.split(separator: "e").last.flatMap { Int($0) } ?? 0
  }

  private static func scientific(_ value: Double, digits: Int) -> String {
    let parts = String(format: "%.\(max(0, digits - 1))e", abs(value)).split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return missing }
    return signed("\(parts[0])\(thinSpace)×\(thinSpace)10\(superscript(exponent))", negative: value < 0)
  }

  private static func superscript(_ number: Int) -> String {
    let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    let raised = String(String(number.magnitude).compactMap { $0.wholeNumberValue.map { digits[$0] } })
    return (number < 0 ? "⁻" : "") + raised
  }

  private static func signed(_ digits: String, negative: Bool) -> String { negative ? "\u{2212}\(digits)" : digits }
}
