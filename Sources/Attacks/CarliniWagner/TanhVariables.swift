internal import Foundation
internal import Tensors

/// The allowed elements of one input as unbounded variables, and Adam's memory of their gradients.
///
/// `x = clip(mid + half · tanh(w))`; where the clip holds a value at a bound, a gradient that would push it further out
/// is dropped and one that leads back in is kept.
struct TanhVariables {
  /// The elements that have a variable.
  let places: [Int]
  private let clean: [Float]
  private let lower: [Float]
  private let upper: [Float]
  private let middle: Float
  private let half: Float
  private let start: [Float]
  private var w: [Float]
  private var mean: [Float]
  private var square: [Float]
  private var steps = 0

  private static let (decay, squareDecay, tiny): (Float, Float, Float) = (0.9, 0.999, 1e-8)

  init(_ problem: AttackProblem, bounds: ClosedRange<Float>, margin: Float) {
    let free = Budget(norm: .l2, size: .infinity, bounds: bounds)
    let set = FeasibleSet(clean: problem.clean, region: problem.region, budget: free, direction: problem.direction)
    let places = set.allowed.indices.filter { set.allowed[$0] }
    self.places = places
    clean = places.map { set.clean[$0] }
    lower = places.map { set.lower[$0] }
    upper = places.map { set.upper[$0] }
    let (middle, half) = (
      (bounds.lowerBound + bounds.upperBound) / 2, (bounds.upperBound - bounds.lowerBound) / 2 * (1 + margin)
    )
    (self.middle, self.half) = (middle, half)
    start = clean.map { half > 0 ? atanh(min(max(($0 - middle) / half, -0.999_999), 0.999_999)) : 0 }
    w = start
    mean = [Float](repeating: 0, count: places.count)
    square = mean
  }

  /// Back to the clean input, with nothing remembered.
  mutating func restart() {
    w = start
    forgetGradients()
  }

  /// Where it is, with nothing remembered.
  mutating func forgetGradients() {
    for index in mean.indices { (mean[index], square[index]) = (0, 0) }
    steps = 0
  }

  /// `‖x − x₀‖₂²`.
  func squaredDistance(of point: [Float]) -> Double {
    var sum = 0.0
    for (index, place) in places.enumerated() {
      let difference = Double(point[place]) - Double(clean[index])
      sum += difference * difference
    }
    return sum
  }

  /// One step of Adam down `gradient`, and the new values into `point`.
  ///
  /// - Parameters:
  ///   - point: the whole input, at the variables' values; only elements with a variable are written.
  ///   - constant: `c`, or 0 where the margin is large enough.
  ///   - gradient: `∂M/∂x` of the whole input, finite inside the region.
  ///   - rate: the learning rate.
  ///   - penalty: how the distance to the clean input counts.
  mutating func descend(
    _ point: inout [Float], constant: Float, marginGradient gradient: [Float], by rate: Float,
    penalty: DistancePenalty = .square
  ) {
    steps += 1
    let correction = 1 - pow(Self.decay, Float(steps))
    let squareCorrection = 1 - pow(Self.squareDecay, Float(steps))
    for (index, place) in places.enumerated() {
      let curve = tanh(w[index])
      let slope = slope(
        at: point[place], index: index, penalty.slope(of: point[place] - clean[index]) - constant * gradient[place])
      let g = slope * half * (1 - curve * curve)
      mean[index] = Self.decay * mean[index] + (1 - Self.decay) * g
      square[index] = Self.squareDecay * square[index] + (1 - Self.squareDecay) * g * g
      let length = (square[index] / squareCorrection).squareRoot() + Self.tiny
      w[index] -= rate * (mean[index] / correction) / length
      point[place] = value(index)
    }
  }

  private func slope(at value: Float, index: Int, _ slope: Float) -> Float {
    let leavesBelow = value <= lower[index] && slope > 0
    let leavesAbove = value >= upper[index] && slope < 0
    return leavesBelow || leavesAbove ? 0 : slope
  }

  /// An element that has not left its place gets the clean bits: `tanh(atanh(x))` is `x` but for rounding.
  private func value(_ index: Int) -> Float {
    guard w[index] != start[index] else { return clean[index] }
    return min(max(middle + half * tanh(w[index]), lower[index]), upper[index])
  }
}
