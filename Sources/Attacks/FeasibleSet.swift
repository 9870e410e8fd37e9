package import Tensors

/// The inputs an attack may return for one sample: budget ∩ bounds ∩ region, around the clean input.
///
/// Goals, in order: nothing outside the region ever differs in a bit; the budget holds exactly, measured in `Double` on
/// the rounded result; an element that is not moved keeps its bits, so that a budget of 0 gives back the clean input.
package struct FeasibleSet: Sendable {
  let clean: [Float]
  let allowed: [Bool]
  let allowedCount: Int
  let budget: Budget
  /// The least and largest value of each element: outside the region both are the clean value, so that loops over
  /// elements need not ask.
  ///
  /// For the other norms the bounds alone: their balls are no boxes.
  let lower: [Float]
  let upper: [Float]

  package init(clean: Tensor, region: Region, budget: Budget, direction: PerturbationDirection = .either) {
    precondition(clean.shape == region.shape, "FeasibleSet: \(clean.shape) with a region of \(region.shape)")
    self.clean = clean.scalars
    self.allowed = region.allowed
    self.allowedCount = region.allowedCount
    self.budget = budget
    let size = budget.norm == .linf ? budget.size : .infinity
    lower = zip(clean.scalars, region.allowed).map { value, isAllowed in
      isAllowed && direction == .either ? max(Self.below(value, by: size), budget.bounds.lowerBound) : value
    }
    upper = zip(clean.scalars, region.allowed).map { value, isAllowed in
      isAllowed ? min(Self.above(value, by: size), budget.bounds.upperBound) : value
    }
  }

  /// The largest `Float` that is at most `value + distance`: `Float` addition may round past it.
  static func above(_ value: Float, by distance: Float) -> Float {
    let sum = value + distance
    return Double(sum) - Double(value) > Double(distance) ? sum.nextDown : sum
  }

  static func below(_ value: Float, by distance: Float) -> Float {
    let difference = value - distance
    return Double(value) - Double(difference) > Double(distance) ? difference.nextUp : difference
  }

  /// A point drawn uniformly from the budget inside the region, then brought into the bounds.
  package func randomPoint(using stream: inout RandomStream) -> [Float] {
    var point = clean
    switch budget.norm {
    case .linf:
      for index in point.indices where allowed[index] {
        point[index] += (2 * stream.nextUniform() - 1) * budget.size
      }
    case .l2: addBallPoint(to: &point, using: &stream)
    case .l1: addCrossPolytopePoint(to: &point, using: &stream)
    case .l0: addSparsePoint(to: &point, using: &stream)
    }
    project(&point)
    return point
  }

  /// A point drawn uniformly from the set where that is a box, under Linf; under other norms `randomPoint`.
  ///
  /// `randomPoint` brings into the bounds what it drew beyond them: of an input that is mostly zeros, as range-Doppler maps
  /// are, it leaves half on the bound. Here no element starts there.
  package func randomInnerPoint(using stream: inout RandomStream) -> [Float] {
    guard budget.norm == .linf else { return randomPoint(using: &stream) }
    var point = clean
    for index in point.indices where allowed[index] {
      point[index] = lower[index] + stream.nextUniform() * (upper[index] - lower[index])
    }
    project(&point)
    return point
  }

  /// Steepest ascent under the budget's norm, then the projection.
  ///
  /// `gradient` must be finite, and 0 outside the region.
  package func ascend(_ point: inout [Float], along gradient: [Float], by stepSize: Float) {
    switch budget.norm {
    case .linf: point.add(signsOf: gradient, times: stepSize)
    case .l2:
      let length = gradient.euclideanNorm
      guard length > 0 else { return }
      point.add(gradient, times: Double(stepSize) / length)
    case .l1: addSteepestSparseStep(to: &point, along: gradient, by: stepSize)
    case .l0:
      let largest = gradient.largestMagnitude
      guard largest > 0 else { return }
      point.add(gradient, times: Double(budget.bounds.upperBound - budget.bounds.lowerBound) / Double(largest))
    }
    project(&point)
  }

  /// The nearest point of the set: for Linf the clipped one, the set is a box; the other norms have files of their own.
  package func project(_ point: inout [Float]) {
    switch budget.norm {
    case .linf: clamp(&point)
    case .l2: shrinkIntoBall(&point)
    case .l1: shrinkIntoCrossPolytope(&point)
    case .l0: keepLargestChanges(&point)
    }
  }

  /// Clips into the box.
  ///
  /// An element that ends where it began gets the clean bits (a −0 that became a 0, say).
  private func clamp(_ point: inout [Float]) {
    lend(&point) { point, clean, lower, upper in
      for index in point.indices {
        let value = Swift.min(Swift.max(point[index], lower[index]), upper[index])
        point[index] = value == clean[index] ? clean[index] : value
      }
    }
  }

  /// Scales the perturbation, then clips it into the box; returns the squared length of what is left.
  ///
  /// An element that ends where it began gets the clean bits (a −0 that became a 0, say).
  @discardableResult
  func clip(_ point: inout [Float], scale: Double) -> Double {
    var square = 0.0
    lend(&point) { point, clean, lower, upper in
      for index in point.indices {
        let origin = clean[index]
        let target =
          scale == 1 ? point[index] : Float(Double(origin) + scale * (Double(point[index]) - Double(origin)))
        let value = Swift.min(Swift.max(target, lower[index]), upper[index])
        point[index] = value == origin ? origin : value
        let moved = Double(value) - Double(origin)
        square += moved * moved
      }
    }
    return square
  }

  /// Lends the arrays as buffers: with four arrays the bounds checks of a plain loop cost as much as its arithmetic.
  func lend<Result>(
    _ point: inout [Float],
    to body: (
      UnsafeMutableBufferPointer<Float>, _ clean: UnsafeBufferPointer<Float>, _ lower: UnsafeBufferPointer<Float>,
      _ upper: UnsafeBufferPointer<Float>
    ) -> Result
  ) -> Result {
    precondition(point.count == clean.count, "FeasibleSet: \(point.count) elements for a set of \(clean.count)")
    return clean.withUnsafeBufferPointer { clean in
      lower.withUnsafeBufferPointer { lower in
        upper.withUnsafeBufferPointer { upper in
          point.withUnsafeMutableBufferPointer { body($0, clean, lower, upper) }
        }
      }
    }
  }
}
