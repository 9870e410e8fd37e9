internal import Tensors

/// What happens to images.
extension CorruptedScene {
  func withNoise(_ deviation: Double, using stream: inout RandomStream) -> [Float] {
    let size = Float(deviation) * width
    return values.map { $0 + size * stream.nextGaussian() }
  }

  /// `deviation` is in elements of a plane of up to 40 × 40.
  func blurred(_ deviation: Double) -> [Float] {
    let axes = planeAxes
    let growth = max(Double(axes.map { shape[$0] }.max() ?? 1) / 40, 1)
    return axes.reduce(values) { AxisFilter.gaussian(deviation * growth, shape: shape, axis: $1).applied(to: $0) }
  }

  func brightened(_ amount: Double) -> [Float] { values.map { $0 + Float(amount) * width } }

  func withContrast(_ factor: Double) -> [Float] {
    var sums: [Int: (sum: Double, count: Int)] = [:]
    let planes = values.indices.map(plane)
    for (index, plane) in planes.enumerated() {
      let (sum, count) = sums[plane] ?? (0, 0)
      sums[plane] = (sum + Double(values[index]), count + 1)
    }
    let means = sums.mapValues { $0.sum / Double($0.count) }
    return values.indices.map { index in
      let mean = means[planes[index]] ?? 0
      return Float(mean + factor * (Double(values[index]) - mean))
    }
  }

  /// Means over blocks: along one axis, then along the other.
  func pixelated(_ share: Double) -> [Float] {
    planeAxes.reduce(values) { values, axis in
      let bins = max(Int((share * Double(shape[axis])).rounded()), 1)
      return AxisFilter.means(bins: bins, shape: shape, axis: axis).applied(to: values)
    }
  }
}
