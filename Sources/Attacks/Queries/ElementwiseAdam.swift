/// The method of Kingma and Ba (2015, arXiv:1412.6980) with a memory and a step count of its own for each element, so
/// that elements can be moved apart from each other.
///
///     m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²,   step = α · m̂ / √v̂
///
/// The tiny number that the authors add below the root is left out: the steps do not depend on the scale of the slopes.
struct ElementwiseAdam {
  private var mean: [Double]
  private var square: [Double]
  private var decays: [(mean: Double, square: Double)]

  private static let (meanDecay, squareDecay) = (0.9, 0.999)

  init(count: Int) {
    mean = [Double](repeating: 0, count: count)
    square = mean
    decays = [(mean: Double, square: Double)](repeating: (1, 1), count: count)
  }

  /// How far to go up a slope, in units of the rate.
  mutating func step(of element: Int, up slope: Double) -> Double {
    decays[element].mean *= Self.meanDecay
    decays[element].square *= Self.squareDecay
    mean[element] = Self.meanDecay * mean[element] + (1 - Self.meanDecay) * slope
    square[element] = Self.squareDecay * square[element] + (1 - Self.squareDecay) * slope * slope
    let length = (square[element] / (1 - decays[element].square)).squareRoot()
    return length > 0 ? mean[element] / (1 - decays[element].mean) / length : 0
  }
}
