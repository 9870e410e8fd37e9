/// What is wrong with numbers that several query attacks share.
enum QueryComplaints {
  static func about(queries: Int) -> [String] {
    queries < 1 ? ["the queries must be at least 1, are \(queries)"] : []
  }

  /// A number that must be positive.
  static func about(_ name: String, positive value: Float?) -> [String] {
    guard let value, !(value > 0 && value.isFinite) else { return [] }
    return ["\(name) must be positive, is \(value)"]
  }

  /// A count that must be at least 1.
  static func about(_ name: String, atLeastOne value: Int) -> [String] {
    value < 1 ? ["\(name) must be at least 1, are \(value)"] : []
  }

  /// A share that must lie in `0...1`, or above 0.
  static func about(_ name: String, share value: Float, mayBeZero: Bool = false) -> [String] {
    (mayBeZero ? value >= 0 : value > 0) && value <= 1
      ? [] : ["\(name) must lie \(mayBeZero ? "in 0...1" : "above 0 and at most at 1"), is \(value)"]
  }

  /// The limits of an attack that looks for the smallest perturbation.
  static func about(largestNorm: Float?, bounds: ClosedRange<Float>) -> [String] {
    var complaints: [String] = []
    if let largestNorm, !(largestNorm >= 0) {
      complaints.append("the largest norm must not be negative, is \(largestNorm)")
    }
    if !bounds.lowerBound.isFinite || !bounds.upperBound.isFinite {
      complaints.append("the bounds must be finite, are \(bounds.lowerBound) to \(bounds.upperBound)")
    }
    return complaints
  }
}
