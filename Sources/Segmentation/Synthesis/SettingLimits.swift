/// Refuses settings of something made up that are out of range, by name.
struct SettingLimits {
  /// What is made: "synthetic fundus".
  let subject: String

  func check(_ value: Int, _ range: ClosedRange<Int>, _ name: String) throws(SegmentationError) {
    try check(Double(value), Double(range.lowerBound)...Double(range.upperBound), name)
  }

  func check(_ value: Double, _ range: ClosedRange<Double>, _ name: String) throws(SegmentationError) {
    guard !range.contains(value) else { return }
    throw SegmentationError(
      "the \(name) is \(Self.text(value))", in: subject,
      hint: "choose a value from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))")
  }

  /// Whole numbers without a decimal point.
  private static func text(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? "\(value)" }
}
