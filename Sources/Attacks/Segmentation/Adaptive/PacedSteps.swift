internal import Tensors

/// Steps whose lengths follow the course of the IoU (`StepPace`), along a running mean of compressed directions: the formulas
/// are at point 2 of `AdaptiveMaskAttack`.
///
/// The first changes one element by `firstChange` of the bounds' width, and none by more. Under an Linf budget a step is
/// the sign of `V`, the steepest ascent inside a box.
struct PacedSteps: AdaptiveStepRule {
  private let settings: AdaptiveMaskAttack.Settings
  private var pace: StepPace
  private var length: Double?
  /// `V`, and how much of it is still the zero it began with.
  private var velocity: [Float]
  private var zeroShare = 1.0

  init(_ settings: AdaptiveMaskAttack.Settings, count: Int) {
    self.settings = settings
    pace = StepPace(goal: settings.goal, iterations: settings.iterations)
    velocity = [Float](repeating: 0, count: count)
  }

  var stepLength: Double { length ?? 0 }

  mutating func choose(after look: MaskLook, at iteration: Int, missing: Double, along direction: [Float]) {
    let factor = pace.factor(at: iteration, meanIoU: look.scores.meanIoU)
    if settings.isMultiplierDynamic, let length { self.length = length * factor }
  }

  mutating func advance(_ point: inout [Float], along direction: [Float], in set: FeasibleSet) {
    let compressed = direction.map { $0 < 0 ? -(-$0).squareRoot() : $0.squareRoot() }
    let norm = compressed.euclideanNorm
    velocity.average(with: compressed, scale: 1 / norm, keeping: settings.momentum)
    zeroShare *= Double(settings.momentum)
    let size = length ?? firstLength(compressed, norm)
    length = size
    if settings.budget?.norm == .linf {
      point.add(signsOf: velocity, times: Float(size))
    } else {
      point.add(velocity, times: size / (1 - zeroShare))
    }
    set.project(&point)
  }

  private func firstLength(_ direction: [Float], _ norm: Double) -> Double {
    let change = Double(settings.firstChange) * settings.width
    guard settings.budget?.norm != .linf else { return change }
    return change * norm / Double(direction.largestMagnitude)
  }
}
