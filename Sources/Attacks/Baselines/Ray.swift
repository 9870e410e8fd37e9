internal import Tensors

/// The points `clip( x + s · v )` for `s ≥ 0`: a straight line that goes on along the bounds.
struct Ray {
  private let box: FeasibleSet
  private let direction: [Float]

  init(from problem: AttackProblem, along direction: [Float], bounds: ClosedRange<Float>) {
    box = FeasibleSet(unlimited: problem, bounds: bounds)
    self.direction = direction
  }

  func point(at scale: Double) -> [Float] {
    var point = box.clean
    point.add(direction, times: scale)
    return box.clipped(point)
  }

  /// The point whose perturbation is as long as the budget; the end of the line where that is shorter.
  ///
  /// The length grows with `s` and does not jump: it is bracketed by doubling and then halved down to the last bits.
  func point(length budget: Budget, in set: FeasibleSet) -> [Float] {
    var (low, high) = (0.0, Double(budget.size))
    while length(at: high, budget.norm) < Double(budget.size), high < 1e30 { (low, high) = (high, 2 * high) }
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if length(at: middle, budget.norm) > Double(budget.size) { high = middle } else { low = middle }
    }
    var point = point(at: low)
    set.project(&point)
    return point
  }

  private func length(at scale: Double, _ norm: Norm) -> Double {
    PerturbationNorms(clean: box.clean, adversarial: point(at: scale))(norm)
  }
}
