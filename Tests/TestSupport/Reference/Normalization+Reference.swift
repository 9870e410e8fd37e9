public import Graphs

extension Normalization: ReferenceOperation {
  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    let axes = Array(firstAxis..<inputs[0].shape.count)
    return [inputs[0].mapLines(along: axes) { Standardized($0, epsilon: epsilon).line }]
  }
}

extension NormalizationGradient: ReferenceOperation {
  public func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor] {
    let axes = Array(firstAxis..<inputs[0].shape.count)
    let gradient = inputs[0].mapLines(with: inputs[1], along: axes) { x, dy in
      let y = Standardized(x, epsilon: epsilon)
      let (mean, projection) = (dy.mean, zip(dy, y.line).map { $0 * $1 }.mean)
      return zip(dy, y.line).map { ($0 - mean - $1 * projection) / y.deviation }
    }
    return [gradient]
  }
}

/// A line of numbers brought to mean 0 and (almost) variance 1.
private struct Standardized {
  let line: [Double]
  let deviation: Double

  init(_ x: [Double], epsilon: Float) {
    let mean = x.mean
    let variance = x.map { ($0 - mean) * ($0 - mean) }.mean
    let deviation = (variance + Double(epsilon)).squareRoot()
    self.deviation = deviation
    line = x.map { ($0 - mean) / deviation }
  }
}
