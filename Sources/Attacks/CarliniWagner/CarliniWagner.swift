internal import Tensors

/// The L2 attack of Carlini and Wagner (2017, arXiv:1608.04644, §VI.A, with f₆ of §V.A): the shortest perturbation that misleads.
///
///     minimise  ‖x − x₀‖₂² + c · max(−M(x), −κ)     over w,   x = mid + half · tanh(w)
///
/// with `M` the margin of the logits (`z_t − max_{i≠t} z_i` towards a class, `max_{i≠y} z_i − z_y` away from one) and `κ`
/// the confidence. Adam (Kingma and Ba, 2015, arXiv:1412.6980) moves `w` from the clean input anew for each constant `c`,
/// which is searched by tens and then by halves for the smallest that succeeds. The shortest success ever seen is
/// returned; without one, the point with the largest margin.
///
/// The tanh keeps `x` inside the bounds; see `CarliniWagnerSettings.margin` for how it differs from the paper's at the
/// bounds themselves. Elements outside the region have no variable and keep their bits.
///
/// Adam's rate falls to a tenth over the steps, so that the end is not a walk to and fro across the boundary. While no
/// constant has led across it, each try begins at twice the rate of the one before (eight times the first at most): no
/// constant reaches a boundary that lies farther than the steps can carry a point.
///
/// There is no budget: the norm is the result. `largestNorm` only decides what counts as a success.
public struct CarliniWagner: BoundedAttack, SampleAttack, Hashable {
  public let name: String
  public let settings: CarliniWagnerSettings

  public init(name: String = "cw", settings: CarliniWagnerSettings) {
    self.name = name
    self.settings = settings
  }

  public var budget: Budget? {
    settings.largestNorm.map { Budget(norm: .l2, size: $0, bounds: settings.bounds) }
  }

  public func working(within bounds: ClosedRange<Float>) -> CarliniWagner {
    var settings = settings
    settings.bounds = bounds
    return CarliniWagner(name: name, settings: settings)
  }

  public var bounds: ClosedRange<Float> { settings.bounds }
  public var merit: Merit { .shortness(.l2, limit: settings.largestNorm) }
  public var confidence: Double { Double(settings.confidence) }
  public var stepLimit: Int { settings.steps * settings.searches }
  public var complaints: [String] { settings.complaints }

  public func search(_ oracle: Oracle) async throws {
    var variables = TanhVariables(oracle.problem, bounds: settings.bounds, margin: settings.margin)
    var constants = ConstantSearch(from: settings.initialConstant)
    var boost: Float = 1
    for _ in 0..<settings.searches {
      guard let succeeded = try await descend(&variables, constant: constants.constant, boost: boost, oracle) else {
        return
      }
      constants.advance(succeeded: succeeded)
      if !oracle.succeeded { boost = min(2 * boost, 8) }
    }
  }

  /// Adam's steps for one constant, from the clean input.
  ///
  /// A constant has succeeded if it does in the end: momentum may carry a point across the boundary on the way, far from
  /// the shortest perturbation, and call a constant good that is too small.
  ///
  /// - Returns: whether it has; nil where the victim shows no way at the start, for this constant or any other.
  private func descend(
    _ variables: inout TanhVariables, constant: Double, boost: Float, _ oracle: Oracle
  ) async throws -> Bool? {
    variables.restart()
    var point = oracle.problem.clean.scalars
    var progress = ProgressWatch(window: window)
    var (step, lastSuccess) = (0, -Int.max)
    while true {
      let look = try await oracle.look(at: point, raising: .margin, scaling: .exact)
      if look.isReached { lastSuccess = step }
      let objective = variables.squaredDistance(of: point) + constant * max(-look.loss, -confidence)
      if step == settings.steps - 1 { break }
      if settings.abortsEarly, progress.hasStalled(at: objective, step: step) { break }
      let isConfident = look.loss >= confidence
      if !isConfident, !look.hasDirection {
        oracle.noteVanishedGradient()
        if step == 0 { return nil }
        break
      }
      variables.descend(
        &point, constant: isConfident ? 0 : Float(constant), marginGradient: look.gradient,
        by: rate(step, boost))
      step += 1
      oracle.countStep()
    }
    return lastSuccess >= step - window
  }

  private func rate(_ step: Int, _ boost: Float) -> Float {
    settings.learningRate * (boost - (boost - 0.1) * Float(step) / Float(settings.steps))
  }

  private var window: Int { max(settings.steps / 10, 1) }
}
