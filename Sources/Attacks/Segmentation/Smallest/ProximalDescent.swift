internal import Foundation

/// The state of `ProximalMaskAttack` for one image.
struct ProximalDescent {
  private let attack: ProximalMaskAttack
  private var multipliers: any PixelMultipliers
  /// `W`; nil until the first gradient.
  private var scale: Double?
  private var adam: AdamMoments
  private var squares: [Double]
  private var squareLeft = 1.0
  /// `a / H`, and `H`.
  private var direction: [Double] = []
  private var metric: [Double] = []

  private static let squareDecay = 0.99

  init(_ attack: ProximalMaskAttack, count: Int, pixels: Int) {
    self.attack = attack
    multipliers =
      attack.variant == .alma ? AugmentedLagrangian(count: pixels) : MultiplicativeDual(count: pixels, rate: 0.1)
    adam = AdamMoments(count: attack.variant == .pdpgd ? count : 0)
    squares = [Double](repeating: 0, count: attack.variant == .alma ? count : 0)
  }

  /// `α_k`: falls geometrically to a tenth.
  func stepSize(_ step: Int) -> Double {
    let first = Double(attack.stepSize ?? attack.seeking.width / 200)
    return first * pow(0.1, Double(step) / Double(max(attack.steps - 1, 1)))
  }

  mutating func look(at point: [Float], _ step: Int, _ oracle: MaskOracle) throws -> MaskLook {
    let goal = oracle.problem.goal
    var multipliers = multipliers
    let kept = attack.variant == .alma ? keptShare(step) : 1
    let look = try oracle.look(at: point) { logits, _ in
      let constraints = PixelConstraints(logits, goal).values
      var weights = multipliers.weights(for: constraints, at: step)
      Self.leaveOut(1 - kept, of: constraints, goal, from: &weights)
      return PixelConstraints.descent(weights, logits, goal)
    }
    self.multipliers = multipliers
    return look
  }

  /// The share of pixels in the loss falls to what success needs.
  private func keptShare(_ step: Int) -> Double {
    let success = attack.seeking.success
    let needed = success.measure == .pixels ? success.share : 1
    return 1 - (1 - needed) * Double(step) / Double(max(attack.steps - 1, 1))
  }

  /// Takes the weight from the pixels that are farthest from being as wanted.
  private static func leaveOut(
    _ share: Double, of constraints: [Double], _ goal: MaskGoal, from weights: inout [Double]
  ) {
    let count = Int(share * Double(goal.countedPixels) + 1e-9)
    guard count > 0 else { return }
    let hardest = constraints.indices.filter { constraints[$0] > 0 }.sorted { constraints[$0] > constraints[$1] }
    for pixel in hardest.prefix(count) { weights[pixel] = 0 }
  }

  /// Takes in an ascent direction; false where there has never been one.
  mutating func takeIn(_ gradient: [Float]) -> Bool {
    let size = dualNorm(of: gradient)
    if scale == nil, size > 0 { scale = 1 / size }
    guard let scale else { return false }
    let scaled = gradient.map { Float(scale * Double($0)) }
    switch attack.variant {
    case .pdpgd:
      direction = adam.direction(after: scaled).map(Double.init)
      metric = adam.scale
    case .alma:
      squareLeft *= Self.squareDecay
      for index in squares.indices {
        let slope = Double(scaled[index])
        squares[index] = Self.squareDecay * squares[index] + (1 - Self.squareDecay) * slope * slope
      }
      metric = squares.map { ($0 / (1 - squareLeft)).squareRoot() }
      direction = metric.indices.map { metric[$0] > 0 ? Double(scaled[$0]) / metric[$0] : 0 }
    }
    return true
  }

  /// The norm that is dual to that of the perturbation: what a multiplier of 1 weighs against the length.
  private func dualNorm(of gradient: [Float]) -> Double {
    switch attack.seeking.norm {
    case .linf: gradient.reduce(0.0) { $0 + Double(abs($1)) }
    case .l2: gradient.euclideanNorm
    case .l1, .l0: Double(gradient.largestMagnitude)
    }
  }

  func move(_ point: inout [Float], _ step: Int, in set: FeasibleSet) {
    let size = stepSize(step)
    let moved = point.indices.map { index in
      Double(point[index]) - Double(set.clean[index]) + size * direction[index]
    }
    let shrunk = NormShrinking.shrink(moved, metric: metric, by: size, attack.seeking.norm)
    for index in point.indices { point[index] = Float(Double(set.clean[index]) + shrunk[index]) }
    set.project(&point)
  }
}
