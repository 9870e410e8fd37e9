internal import Tensors

extension RandomStream {
  /// A uniform deviate of a range.
  mutating func next(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + Double(nextUniform()) * (range.upperBound - range.lowerBound)
  }

  /// A normal deviate of the given standard deviation.
  mutating func nextNormal(deviation: Double) -> Double { Double(nextGaussian()) * deviation }

  /// A normal deviate about a mean; what lies outside the range becomes its nearer end.
  mutating func nextNormal(_ mean: Double, deviation: Double, within range: ClosedRange<Double>) -> Double {
    min(max(mean + nextNormal(deviation: deviation), range.lowerBound), range.upperBound)
  }

  /// −1 or 1.
  mutating func nextSign() -> Double { nextUniform() < 0.5 ? -1 : 1 }
}
