/// The running moments of Adam with a second moment that never falls (AMSGrad), for whole inputs.
struct AdamMoments {
  private var mean: [Double]
  private var square: [Double]
  private var largest: [Double]
  private var (meanLeft, squareLeft) = (1.0, 1.0)

  private static let (meanDecay, squareDecay) = (0.9, 0.999)

  init(count: Int) {
    mean = [Double](repeating: 0, count: count)
    (square, largest) = (mean, mean)
  }

  /// `√v̂`: the size that each element's gradient has had.
  var scale: [Double] { largest.map { $0.squareRoot() } }

  /// `m̂ / √v̂` once the gradient is taken in; 0 where there has never been one.
  mutating func direction(after gradient: [Float]) -> [Float] {
    meanLeft *= Self.meanDecay
    squareLeft *= Self.squareDecay
    var direction = [Float](repeating: 0, count: gradient.count)
    for index in gradient.indices {
      let slope = Double(gradient[index])
      mean[index] = Self.meanDecay * mean[index] + (1 - Self.meanDecay) * slope
      square[index] = Self.squareDecay * square[index] + (1 - Self.squareDecay) * slope * slope
      largest[index] = max(largest[index], square[index] / (1 - squareLeft))
      guard largest[index] > 0 else { continue }
      direction[index] = Float(mean[index] / (1 - meanLeft) / largest[index].squareRoot())
    }
    return direction
  }
}
