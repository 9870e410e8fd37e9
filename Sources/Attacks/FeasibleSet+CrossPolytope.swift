internal import Foundation
internal import Tensors

/// The L1 ball.
extension FeasibleSet {
  /// Moves the allowed elements by a vector drawn uniformly from the L1 ball: magnitudes like exponential deviates, random
  /// signs, and a length `size · u^(1/d)` in `d` allowed dimensions.
  func addCrossPolytopePoint(to point: inout [Float], using stream: inout RandomStream) {
    var direction = [Double](repeating: 0, count: point.count)
    var length = 0.0
    for index in point.indices where allowed[index] {
      let magnitude = -log(Double.random(in: Double.leastNonzeroMagnitude..<1, using: &stream))
      direction[index] = Bool.random(using: &stream) ? magnitude : -magnitude
      length += magnitude
    }
    guard length > 0 else { return }
    let radius = Double(budget.size) * pow(Double(stream.nextUniform()), 1 / Double(max(allowedCount, 1)))
    for index in point.indices where allowed[index] { point[index] += Float(radius / length * direction[index]) }
  }

  /// The step of L1 length `stepSize` that raises a linear function most: it moves the element with the largest slope as
  /// far as the bounds let it go, then the next one, until the length is used up.
  ///
  /// Without bounds that is one element, `J` of the closed forms (0, −1, 0) for g = (.1, −.5, .2).
  func addSteepestSparseStep(to point: inout [Float], along gradient: [Float], by stepSize: Float) {
    var left = Double(stepSize)
    for index in Self.descending(gradient) {
      guard left > 0 else { return }
      let wanted = gradient[index] > 0 ? upper[index] : lower[index]
      let move = min(abs(Double(wanted) - Double(point[index])), left)
      point[index] += Float(gradient[index] > 0 ? move : -move)
      left -= move
    }
  }

  /// The indices of elements that are not 0, the largest magnitude first, the first of equals first.
  static func descending(_ values: [Float]) -> [Int] {
    values.indices.filter { values[$0] != 0 }.sorted { (abs(values[$0]), $1) > (abs(values[$1]), $0) }
  }

  /// The exact projection onto ball ∩ box: magnitudes fall by one threshold, `sign(v) · min(max(|v| − λ, 0), room)`, for
  /// the one `λ ≥ 0` at which they add up to the budget (Duchi et al., 2008, with a box; Croce and Hein, 2021,
  /// arXiv:2103.01208).
  func shrinkIntoCrossPolytope(_ point: inout [Float]) {
    let size = Double(budget.size)
    let proposed = point
    clip(&point, scale: 1)
    guard absoluteLength(of: point) > size else { return }
    var threshold = threshold(of: proposed, reaching: size)
    // Rounding to `Float` can push the sum past the budget by a few units in the last place.
    for attempt in 0..<16 {
      for index in point.indices where proposed[index] != clean[index] {
        point[index] = softened(proposed[index], index, by: threshold)
      }
      let excess = absoluteLength(of: point) - size
      if excess <= 0 { return }
      let moved = Double(max(point.indices.count { point[$0] != clean[$0] }, 1))
      threshold += (excess / moved + threshold * 1e-9) * pow(2, Double(attempt))
    }
    point = clean
  }

  private func softened(_ value: Float, _ index: Int, by threshold: Double) -> Float {
    let change = Double(value) - Double(clean[index])
    let left = abs(change) - threshold
    guard left > 0 else { return clean[index] }
    let moved = Float(Double(clean[index]) + (change > 0 ? left : -left))
    return min(max(moved, lower[index]), upper[index])
  }

  private func absoluteLength(of point: [Float]) -> Double {
    var sum = 0.0
    for index in point.indices { sum += abs(Double(point[index]) - Double(clean[index])) }
    return sum
  }

  /// The threshold at which what is left of the magnitudes adds up to `size`: the root of a falling, piecewise linear
  /// function, by Newton's steps inside a bracket that shrinks.
  private func threshold(of point: [Float], reaching size: Double) -> Double {
    let moved = point.indices.filter { point[$0] != clean[$0] }
    let magnitudes = moved.map { abs(Double(point[$0]) - Double(clean[$0])) }
    let rooms = moved.map { abs(Double(point[$0] > clean[$0] ? upper[$0] : lower[$0]) - Double(clean[$0])) }
    var (low, high) = (0.0, magnitudes.max() ?? 0)
    var threshold = 0.0
    for _ in 0..<100 {
      var (sum, falling) = (0.0, 0.0)
      for index in magnitudes.indices {
        let left = magnitudes[index] - threshold
        sum += min(max(left, 0), rooms[index])
        falling += left > 0 && left < rooms[index] ? 1 : 0
      }
      if abs(sum - size) <= 1e-12 * size || high - low <= 1e-15 * high { break }
      if sum > size { low = threshold } else { high = threshold }
      let newton = falling > 0 ? threshold + (sum - size) / falling : .infinity
      threshold = newton > low && newton < high ? newton : (low + high) / 2
    }
    return threshold
  }
}
