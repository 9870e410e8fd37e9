internal import Tensors

/// The inputs an attack may return for one sample: budget ∩ bounds ∩ region, around the clean input.
///
/// Goals, in order: nothing outside the region ever differs in a bit; the budget holds exactly, measured in `Double` on
/// the rounded result; an element that is not moved keeps its bits, so that a budget of 0 gives back the clean input.
struct FeasibleSet {
  let clean: [Float]
  let allowed: [Bool]
  let allowedCount: Int
  let budget: Budget
  /// The least and largest value of each element; for L2 the bounds alone, the ball is not a box.
  let lower: [Float]
  let upper: [Float]

  init(clean: Tensor, region: Region, budget: Budget) {
    precondition(clean.shape == region.shape, "FeasibleSet: \(clean.shape) with a region of \(region.shape)")
    self.clean = clean.scalars
    self.allowed = region.allowed
    self.allowedCount = region.allowedCount
    self.budget = budget
    let size = budget.norm == .linf ? budget.size : .infinity
    lower = clean.scalars.map { max(Self.below($0, by: size), budget.bounds.lowerBound) }
    upper = clean.scalars.map { min(Self.above($0, by: size), budget.bounds.upperBound) }
  }

  /// The largest `Float` that is at most `value + distance`: `Float` addition may round past it.
  private static func above(_ value: Float, by distance: Float) -> Float {
    let sum = value + distance
    return Double(sum) - Double(value) > Double(distance) ? sum.nextDown : sum
  }

  private static func below(_ value: Float, by distance: Float) -> Float {
    let difference = value - distance
    return Double(value) - Double(difference) > Double(distance) ? difference.nextUp : difference
  }

  /// A point drawn uniformly from the budget inside the region, then brought into the bounds.
  func randomPoint(using stream: inout RandomStream) -> [Float] {
    var point = clean
    switch budget.norm {
    case .linf:
      for index in point.indices where allowed[index] {
        point[index] += (2 * stream.nextUniform() - 1) * budget.size
      }
    case .l2: addBallPoint(to: &point, using: &stream)
    }
    project(&point)
    return point
  }

  /// Steepest ascent under the budget's norm, then the projection.
  ///
  /// `gradient` must be finite, and 0 outside the region.
  func ascend(_ point: inout [Float], along gradient: [Float], by stepSize: Float) {
    switch budget.norm {
    case .linf:
      for index in point.indices where gradient[index] != 0 {
        point[index] += gradient[index] > 0 ? stepSize : -stepSize
      }
    case .l2:
      let length = gradient.euclideanNorm
      guard length > 0 else { return }
      let scale = Double(stepSize) / length
      for index in point.indices where gradient[index] != 0 {
        point[index] += Float(scale * Double(gradient[index]))
      }
    }
    project(&point)
  }

  /// The nearest point of the set: the Linf set is a box; for L2 see `shrinkIntoBall`.
  func project(_ point: inout [Float]) {
    if budget.norm == .l2 { shrinkIntoBall(&point) }
    for index in point.indices {
      point[index] = allowed[index] ? settled(point[index], at: index) : clean[index]
    }
  }

  /// Inside the box, and the clean bits where nothing moved (a −0 that became a 0, say).
  private func settled(_ value: Float, at index: Int) -> Float {
    let value = min(max(value, lower[index]), upper[index])
    return value == clean[index] ? clean[index] : value
  }
}

extension [Float] {
  /// `√Σx²`, summed in `Double`.
  var euclideanNorm: Double {
    var sum = 0.0
    for value in self { sum += Double(value) * Double(value) }
    return sum.squareRoot()
  }
}
