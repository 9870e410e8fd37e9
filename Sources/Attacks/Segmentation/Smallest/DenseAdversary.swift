internal import Tensors

/// The dense adversary generation attack (DAG): steps along the gradient of all pixels that are not yet wrong.
///
///     r = ∂/∂x Σ_{i open} ( z_{l′_i} − z_{y_i} ),   x ← Π( x + γ r / ‖r‖_p )
///
/// with `y` the mask's class and `l′` a wrong one, `p = ∞` for Linf and 2 for L2, `γ` in units of the bounds' width for Linf
/// and of the input for L2. A pixel leaves the sum once it is as the attacker wants. Xie et al., 2017, arXiv:1703.08603,
/// Algorithm 1. It ends at its first success.
///
/// The paper draws `l′` at random, once for each pixel (`drawsRivals`). Without that, and always where a mask is to be drawn,
/// the rival is the strongest other class of the moment, which is nearer.
///
/// Departure: the paper's `γ` of 0.5 for values up to 255 is the usual step here too (1/510 of the bounds' width).
public struct DenseAdversary: SmallestMaskAttack, Hashable {
  public var name: String
  public var seeking: SmallestMaskPerturbation
  public var steps: Int
  /// `γ`; nil: 1/510 of the bounds' width, for L2 times the root of the number of elements.
  public var stepSize: Float?
  public var drawsRivals: Bool
  public var seed: UInt64

  public init(
    name: String = "dag", seeking: SmallestMaskPerturbation, steps: Int = 200, stepSize: Float? = nil,
    drawsRivals: Bool = false, seed: UInt64 = 0
  ) {
    self.name = name
    self.seeking = seeking
    self.steps = steps
    self.stepSize = stepSize
    self.drawsRivals = drawsRivals
    self.seed = seed
  }

  public var stepLimit: Int { steps }
  public var complaints: [String] {
    seeking.complaints(attacking: [.linf, .l2]) + Complaint.unlessCounting(steps, "steps")
      + Complaint.unlessPositive(stepSize, "the step size")
  }

  public func approach(_ oracle: MaskOracle) throws {
    let set = seeking.set(for: oracle.problem)
    let rivals = rivals(for: oracle.problem)
    let goal = oracle.problem.goal
    var point = set.clean
    let spread = seeking.norm == .l2 ? Float(set.allowedCount).squareRoot() : 1
    let size = stepSize ?? seeking.width / 510 * spread
    for _ in 0..<steps {
      let look = try oracle.look(at: point, scaling: .unit) { logits, prediction in
        guard let rivals else {
          return PixelLoss.maskedMargin.evaluate(logits, goal, prediction: prediction, progress: 0)
        }
        return Self.differences(logits, goal, prediction, rivals)
      }
      oracle.note(look, stepLength: Double(size))
      if look.isReached { return }
      let length = seeking.norm == .linf ? Double(look.gradient.largestMagnitude) : look.gradient.euclideanNorm
      guard length > 0 else { return oracle.noteVanishedGradient() }
      try oracle.beginStep()
      point.add(look.gradient, times: Double(size) / length)
      set.project(&point)
    }
    oracle.note(try oracle.look(at: point), stepLength: 0)
  }

  /// A wrong class for every pixel; nil where the rival follows the prediction.
  private func rivals(for problem: MaskProblem) -> [Int]? {
    let goal = problem.goal
    guard drawsRivals, goal.aim == .destroy else { return nil }
    var stream = RandomStream(seed: seed, sample: problem.id, attack: name)
    return goal.target.map { own in
      let drawn = stream.nextIndex(in: 0..<goal.classCount - 1)
      return drawn < own ? drawn : drawn + 1
    }
  }

  /// `Σ_{i open} (z_{l′} − z_y)`.
  private static func differences(
    _ logits: PixelLogits, _ goal: MaskGoal, _ prediction: [Int], _ rivals: [Int]
  ) -> PixelLossValue {
    var derivative = [Double](repeating: 0, count: logits.classCount * logits.pixelCount)
    var (value, active) = (0.0, 0)
    for pixel in goal.target.indices where goal.counts(pixel) && goal.isOpen(pixel, prediction[pixel]) {
      let (own, rival) = (goal.target[pixel], rivals[pixel])
      value += Double(logits[class: rival, pixel: pixel]) - Double(logits[class: own, pixel: pixel])
      derivative[rival * logits.pixelCount + pixel] = 1
      derivative[own * logits.pixelCount + pixel] = -1
      active += 1
    }
    return PixelLossValue(value: value, course: value, derivative: derivative, active: active)
  }
}
