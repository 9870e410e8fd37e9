internal import Tensors

/// The L2 attack of Carlini and Wagner (2017, arXiv:1608.04644): the shortest perturbation that misleads.
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
/// Adam's rate falls to a tenth over the steps, so that the end is not a walk to and fro across the boundary.
///
/// There is no budget: the norm is the result. `largestNorm` only decides what counts as a success.
public struct CarliniWagner: BoundedAttack, Hashable {
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

  public func run(
    _ problems: [AttackProblem], against victim: any Victim, control: AttackControl
  ) throws -> [Outcome] {
    let complaints =
      settings.complaints
      + ProblemCheck(victim: victim, bounds: settings.bounds, loss: .margin).complaints(about: problems)
    guard complaints.isEmpty else { throw AttackError(attack: name, complaints: complaints) }
    var search = CarliniWagnerSearch(settings: settings, problems: problems, victim: victim, control: control)
    return try search.run()
  }
}
