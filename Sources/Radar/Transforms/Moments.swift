/// Mean and variance of numbers, in double precision.
struct Moments {
  let mean: Double
  /// Divided by the count, not by one less.
  let variance: Double

  /// - Parameter scalars: at least one.
  init(of scalars: [Float]) {
    let count = Double(scalars.count)
    let mean = scalars.reduce(0.0) { $0 + Double($1) } / count
    self.mean = mean
    variance = scalars.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
  }
}
