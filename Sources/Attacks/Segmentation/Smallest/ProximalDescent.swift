internal import Foundation
internal import Tensors

/// The state of `ProximalMaskAttack` for one image.
struct ProximalDescent {
  private let attack: ProximalMaskAttack
  /// The first `α`.
  private let firstStep: Double
  private let spared: SparedPixels
  private var multipliers: any PixelMultipliers
  /// From which step on `α` falls: where the goal was reached first, at the latest in the middle.
  private var turn: Int
  /// `q`.
  private var lengthWeight = Self.whileMissed
  /// `a`, and the running mean of `g²`; how much of both is still the zero they began with.
  private var mean: [Double]
  private var squares: [Double]
  private var (meanLeft, squareLeft) = (1.0, 1.0)
  /// `H`.
  private var metric: [Double] = []

  private static let squareDecay = 0.9
  private static let (whileMissed, whileReached) = (0.1, 2.0)
  private var meanDecay: Double { attack.variant == .pdpgd ? 0.8 : 0 }

  init(_ attack: ProximalMaskAttack, firstStep: Double, problem: MaskProblem) {
    let (count, pixels) = (problem.clean.scalars.count, problem.goal.target.count)
    self.attack = attack
    self.firstStep = firstStep
    spared = SparedPixels(success: attack.seeking.success, goal: problem.goal)
    multipliers =
      attack.variant == .alma
      ? AugmentedLagrangian(count: pixels) : MultiplicativeDual(count: pixels, steps: attack.steps)
    turn = attack.steps / 2
    mean = [Double](repeating: 0, count: count)
    squares = mean
  }

  /// `α_k`: as it is until the goal is reached, then geometrically down to a thirtieth.
  func stepSize(_ step: Int) -> Double {
    let fallen = Double(max(step - turn, 0)) / Double(max(attack.steps - 1 - turn, 1))
    return firstStep * pow(1 / 30.0, fallen)
  }

  mutating func look(at point: [Float], _ step: Int, _ oracle: MaskOracle) throws -> MaskLook {
    let goal = oracle.problem.goal
    var multipliers = multipliers
    let spared = spared
    let progress = Double(step) / Double(max(attack.steps - 1, 1))
    let look = try oracle.look(at: point) { logits, _ in
      let constraints = PixelConstraints(logits, goal).values
      var weights = multipliers.weights(for: constraints, at: step)
      spared.leaveOut(of: constraints, progress: progress, from: &weights)
      return PixelConstraints.descent(weights, logits, goal)
    }
    self.multipliers = multipliers
    if look.isReached { turn = min(turn, step) }
    lengthWeight = look.isReached ? Self.whileReached : Self.whileMissed
    return look
  }

  /// Takes in an ascent direction; false where there has never been one.
  mutating func takeIn(_ gradient: [Float]) -> Bool {
    // What weighs against the largest magnitude is the dual norm.
    let size = gradient.reduce(0.0) { $0 + Double(abs($1)) }
    guard size > 0 || !metric.isEmpty else { return false }
    let scale = size > 0 ? 1 / size : 0
    meanLeft *= meanDecay
    squareLeft *= Self.squareDecay
    for index in gradient.indices {
      let slope = scale * Double(gradient[index])
      mean[index] = meanDecay * mean[index] + (1 - meanDecay) * slope
      squares[index] = Self.squareDecay * squares[index] + (1 - Self.squareDecay) * slope * slope
    }
    metric = squares.map { ($0 / (1 - squareLeft)).squareRoot() }
    return true
  }

  func move(_ point: inout [Float], _ step: Int, in set: FeasibleSet) {
    let size = stepSize(step)
    let moved = point.indices.map { index in
      let change = Double(point[index]) - Double(set.clean[index])
      return metric[index] > 0 ? change + size * mean[index] / (1 - meanLeft) / metric[index] : change
    }
    let shrunk = NormShrinking.clipped(moved, metric: metric, by: size * lengthWeight)
    for index in point.indices { point[index] = Float(Double(set.clean[index]) + shrunk[index]) }
    set.project(&point)
  }
}
