internal import Tensors

/// Gradient steps up a loss over pixels, inside a budget: PGD, SegPGD, CosPGD and MI-FGSM are its settings.
///
///     v ← μ v + g / ‖g‖₁ (μ > 0),  v = g (μ = 0),   x ← Π( x + α · d ),   d = sign(v) for Linf, v / ‖v‖₂ for L2
///
/// `g` is the loss's gradient inside the region, `Π` the projection onto budget ∩ bounds ∩ region. A run of `s` steps looks
/// at `s + 1` images, `s` of them with a gradient, and the one that attains most is kept. It ends where nothing is left to
/// attain, where there is no gradient, and where the image no longer changes.
///
/// - PGD on the mean cross-entropy: Madry et al., 2018, arXiv:1706.06083, applied to pixels.
/// - SegPGD: Gu et al., 2022, arXiv:2207.12391, `λ = t / 2T` for step t = 0, 1, …; the weights are over all pixels that count.
/// - CosPGD: Agnihotri et al., 2024, arXiv:2302.02213, with the softmax of the paper.
/// - MI-FGSM: Dong et al., 2018, arXiv:1710.06081.
public struct MaskGradientAttack: MaskSearch, Hashable {
  public let name: String
  public let settings: MaskGradientSettings

  public init(name: String, settings: MaskGradientSettings) {
    self.name = name
    self.settings = settings
  }

  public var budget: Budget? { settings.budget }
  public var bounds: ClosedRange<Float> { settings.budget.bounds }
  public var success: MaskThreshold { settings.success }
  public var stepLimit: Int { settings.steps * settings.restarts }
  public var complaints: [String] { settings.complaints }

  public func search(_ oracle: MaskOracle) throws {
    let set = set(for: oracle.problem)
    guard settings.budget.size > 0 else {
      try oracle.look(at: set.clean)
      return
    }
    for restart in 0..<settings.restarts where !isDone(oracle) {
      oracle.restart = restart
      var stream = RandomStream(seed: settings.seed, sample: oracle.problem.id, attack: name, restart: restart)
      try climb(from: settings.randomStart ? set.randomPoint(using: &stream) : set.clean, in: set, oracle)
    }
  }

  private func isDone(_ oracle: MaskOracle) -> Bool {
    oracle.isComplete || (settings.stopsOnSuccess && oracle.succeeded)
  }

  private func climb(from start: [Float], in set: FeasibleSet, _ oracle: MaskOracle) throws {
    var point = start
    var velocity = [Float](repeating: 0, count: point.count)
    let stepSize = settings.resolvedStepSize
    for step in 0..<settings.steps {
      let look = try oracle.look(
        at: point, raising: settings.loss, progress: Double(step) / Double(settings.steps))
      oracle.note(look, stepLength: Double(stepSize))
      if isDone(oracle) { return }
      guard look.hasDirection else { return oracle.noteVanishedGradient() }
      try oracle.beginStep()
      let here = point
      accumulate(look.gradient, into: &velocity)
      set.ascend(&point, along: velocity, by: stepSize)
      if point == here, settings.decay == 0, settings.loss != .balancedCrossEntropy { return }
    }
    oracle.note(try oracle.look(at: point), stepLength: 0)
  }

  private func accumulate(_ gradient: [Float], into velocity: inout [Float]) {
    guard settings.decay > 0 else {
      velocity = gradient
      return
    }
    let length = gradient.reduce(0.0) { $0 + Double(abs($1)) }
    for index in velocity.indices {
      velocity[index] = settings.decay * velocity[index] + Float(Double(gradient[index]) / length)
    }
  }
}
