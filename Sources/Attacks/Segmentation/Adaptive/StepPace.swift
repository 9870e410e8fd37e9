/// How long the next step should be, from the course of the IoU.
///
/// The schedule rises from the first IoU to the goal as `1 − (1 − t)³`, with `t` from 0 to 1 over the first nine tenths of the
/// iterations: the last pixels take longest. The smallest steps that keep to it give the smallest
/// perturbation:
///
/// | the IoU | the step becomes |
/// |---|---|
/// | fell since the last iteration | `shorter` times as long: it overshot |
/// | is behind schedule | `longer` times |
/// | is ahead of it | `calmer` times |
struct StepPace {
  private let goal: Double
  private let iterations: Int
  private var first: Double?
  private var last = 0.0

  private let share = 0.9
  private let longer = 1.1
  private let calmer = 0.95
  private let shorter = 0.8
  /// Falls smaller than this are noise of a few pixels.
  private let tolerance = 1e-4

  init(goal: Double, iterations: Int) {
    self.goal = goal
    self.iterations = iterations
  }

  /// The factor for the step taken at `iteration`, where the image has this IoU.
  mutating func factor(at iteration: Int, meanIoU: Double) -> Double {
    defer { last = meanIoU }
    guard let first else {
      self.first = meanIoU
      return 1
    }
    if meanIoU < last - tolerance { return shorter }
    let left = 1 - min(1, Double(iteration) / (share * Double(iterations)))
    return meanIoU < goal - (goal - first) * left * left * left ? longer : calmer
  }
}
