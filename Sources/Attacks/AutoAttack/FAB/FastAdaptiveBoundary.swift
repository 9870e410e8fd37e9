internal import Tensors

/// The fast adaptive boundary attack (FAB): the shortest perturbation that misleads, by projections onto the linearised
/// decision boundary.
///
/// At `x` each other class `l` has a hyperplane `f_l + g_l · (x' − x) = 0`, with `f_l = z_l − z_y` and `g_l` its gradient.
/// With the nearest one, by `|f_l| / ‖g_l‖_q`, and the exact projections `x + d` and `x₀ + d₀` of the iterate and the clean
/// input onto hyperplane ∩ bounds ∩ region,
///
///     x ← (1 − α) (x + η d) + α (x₀ + η d₀),   α = min(‖d‖ / (‖d‖ + ‖d₀‖), 0.1),   η = 1.05,
///
/// clipped into the bounds. A misled point is kept if it is the shortest, and the search goes on from
/// `x₀ + 0.9 (x − x₀)`. In the end three secant steps on the line from the clean input bring the shortest one closer to
/// the boundary. Towards a class `t` the one hyperplane is that between `t` and the leader of the others.
///
/// With `targetClasses` (FAB-T) an untargeted problem is run once for each of the most likely other classes with that one
/// hyperplane; success is still any wrong class. Without it a step costs a backward pass for every class but one.
///
/// The victim must show gradients. A sample costs a forward pass for the clean input; each step one forward pass, and a
/// forward and a backward pass for each hyperplane; the end up to 3 forward passes, and those of the refinement.
///
/// `largestNorm` only decides what counts as a success; with `stopsOnSuccess` the attack works inside that budget.
///
/// Source: Croce and Hein, 2020, arXiv:1907.02044, Algorithm 1; FAB-T: arXiv:2003.01690, §4. Departures: points where a
/// hyperplane is taken are judged as well, at no cost; restarts begin uniformly in the ball of half the shortest length
/// known, and are left out where none is; the secant steps go 99 % of their way, so that rounding does not spoil them; a
/// `refinement`, where one is asked for, shortens the shortest success along the boundary.
public struct FastAdaptiveBoundary: SampleAttack, BoundedAttack, Hashable {
  public let name: String
  public let settings: FastAdaptiveBoundarySettings

  public init(name: String = "fab", settings: FastAdaptiveBoundarySettings) {
    self.name = name
    self.settings = settings
  }

  /// FAB-T inside a budget: ends at the first success there.
  public static func targeted(
    budget: Budget, classes: Int = 9, steps: Int = 100, restarts: Int = 1, seed: UInt64 = 0
  ) -> FastAdaptiveBoundary {
    FastAdaptiveBoundary(
      name: "fab-t",
      settings: FastAdaptiveBoundarySettings(
        norm: budget.norm, bounds: budget.bounds, steps: steps, restarts: restarts, targetClasses: classes,
        largestNorm: budget.size, stopsOnSuccess: true, seed: seed))
  }

  public var budget: Budget? {
    settings.largestNorm.map { Budget(norm: settings.norm, size: $0, bounds: settings.bounds) }
  }

  public func working(within bounds: ClosedRange<Float>) -> FastAdaptiveBoundary {
    var settings = settings
    settings.bounds = bounds
    return FastAdaptiveBoundary(name: name, settings: settings)
  }

  public var bounds: ClosedRange<Float> { settings.bounds }
  public var merit: Merit { .shortness(settings.norm, limit: settings.largestNorm) }
  public var stepLimit: Int { settings.steps * runLimit }
  public var complaints: [String] { settings.complaints }
  /// The most runs that one sample can take.
  var runLimit: Int { settings.restarts * (settings.targetClasses ?? 1) }

  public func search(_ oracle: Oracle) async throws {
    let clean = try await oracle.look(at: oracle.problem.clean.scalars)
    if clean.isReached || settings.largestNorm == 0 { return }
    var walk = BoundaryWalk(settings: settings, oracle: oracle, cleanMargin: clean.loss)
    let firstRestart = oracle.restart
    for (number, boundaries) in boundaries(oracle.problem.aim, clean.logits).enumerated() {
      for restart in 0..<settings.restarts where !walk.isDone {
        let run = number * settings.restarts + restart
        oracle.restart = firstRestart + run
        var stream = RandomStream(seed: settings.seed, sample: oracle.problem.id, attack: name, restart: run)
        guard let start = walk.start(isFirst: restart == 0, using: &stream) else { break }
        try await walk.run(from: start, towards: boundaries)
      }
    }
    guard !walk.isDone else { return }
    try await walk.approachBoundary()
    if !settings.stopsOnSuccess { try await settings.refinement.shorten(oracle, from: clean, in: reach(of: oracle)) }
  }

  /// What the refinement may change: bounds and region, measured in the norm.
  private func reach(of oracle: Oracle) -> FeasibleSet {
    SmallestPerturbation(norm: settings.norm, bounds: settings.bounds).set(for: oracle.problem)
  }

  /// The boundaries that each round of runs looks at.
  private func boundaries(_ aim: ClassAim, _ logits: [Float]) -> [[AimedLoss]] {
    let all = TargetClasses(aim: aim, logits: logits).aims.map {
      AimedLoss(loss: .margin, aim: $0, leavingIsEnough: $0.goal != aim.goal)
    }
    guard let limit = settings.targetClasses else { return [all] }
    return all.prefix(limit).map { [$0] }
  }
}
