internal import Tensors

/// The points `clip( x + s · v )` for `s ≥ 0`: a straight line that goes on along the bounds.
struct Ray {
  private let box: FeasibleSet
  private let direction: [Float]
  /// The elements that move.
  private let moving: [Int]

  init(from problem: AttackProblem, along direction: [Float], bounds: ClosedRange<Float>) {
    let box = FeasibleSet(unlimited: problem, bounds: bounds)
    self.box = box
    self.direction = direction
    moving = direction.indices.filter { direction[$0] != 0 && box.allowed[$0] }
  }

  func point(at scale: Double) -> [Float] {
    var point = box.clean
    point.add(direction, times: scale)
    return box.clipped(point)
  }

  /// The point whose perturbation is as long as the budget; the end of the line where that is shorter.
  ///
  /// The length grows with `s` and does not jump: it is bracketed by doubling, then found by the regula falsi that halves
  /// the weight of an end that stays (Illinois).
  func point(length budget: Budget, in set: FeasibleSet) -> [Float] {
    let size = Double(budget.size)
    var (low, high) = (0.0, size)
    var (below, above) = (-size, length(at: high, budget.norm) - size)
    while above < 0, high < 1e30 {
      (low, below) = (high, above)
      high *= 2
      above = length(at: high, budget.norm) - size
    }
    // What is still missing at the lower end; `below` is its weight, which may be a part of it.
    var missing = -below
    for _ in 0..<200 where above > 0 && missing > 1e-9 * size && high - low > 1e-12 * high {
      let middle = (low * above - high * below) / (above - below)
      let value = length(at: middle, budget.norm) - size
      if value > 0 {
        (high, above) = (middle, value)
        below /= 2
      } else {
        (low, below, missing) = (middle, value, -value)
        above /= 2
      }
    }
    var point = point(at: low)
    set.project(&point)
    return point
  }

  /// The norm of `point(at: scale)`, as its values are rounded, without making it.
  private func length(at scale: Double, _ norm: Norm) -> Double {
    var (sum, squares, largest, count) = (0.0, 0.0, 0.0, 0.0)
    for index in moving {
      let proposed = box.clean[index] + Float(scale * Double(direction[index]))
      let value = min(max(proposed, box.lower[index]), box.upper[index])
      let moved = abs(Double(value) - Double(box.clean[index]))
      sum += moved
      squares += moved * moved
      largest = max(largest, moved)
      count += moved > 0 ? 1 : 0
    }
    return switch norm {
    case .linf: largest
    case .l2: squares.squareRoot()
    case .l1: sum
    case .l0: count
    }
  }
}
