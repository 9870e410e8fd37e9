internal import Tensors

/// Steps of a share of the way to the boundary (`BoundaryReach`), which take back a little of what does not lie along the
/// gradient.
struct BoundarySteps: AdaptiveStepRule {
  private var reach: BoundaryReach
  private var step: (length: Double, pull: Double)?

  init(_ settings: AdaptiveMaskAttack.Settings) {
    reach = BoundaryReach(
      share: Double(settings.reach), pull: Double(settings.pull), largestChange: 0.5 * settings.width)
  }

  var stepLength: Double { step?.length ?? 0 }

  mutating func choose(after look: MaskLook, at iteration: Int, missing: Double, along direction: [Float]) {
    step = reach.step(missing: missing, along: direction)
  }

  func advance(_ point: inout [Float], along direction: [Float], in set: FeasibleSet) {
    guard let step else { return }
    let steepness = direction.euclideanNorm
    let along = zip(zip(point, set.clean), direction).reduce(0.0) { sum, next in
      sum + (Double(next.0.0) - Double(next.0.1)) * Double(next.1)
    }
    set.clip(&point, scale: 1 - step.pull)
    point.add(direction, times: (step.length + step.pull * along / steepness) / steepness)
    set.project(&point)
  }
}
