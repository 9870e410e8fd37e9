/// A number as people write sizes: `0.03`, `8/255`, `1e-7`.
struct NumberText {
  let value: Float
  /// The number before it is rounded to `Float`: 0.99 stays 0.99 in reports.
  let exactValue: Double
  let text: String

  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let numerator = Double(parts[0]), numerator.isFinite else { return nil }
    var value = numerator
    if parts.count == 2 {
      guard let denominator = Double(parts[1]), denominator.isFinite, denominator != 0 else { return nil }
      value /= denominator
    }
    guard Float(value).isFinite else { return nil }
    self.value = Float(value)
    exactValue = value
    self.text = text
  }
}
