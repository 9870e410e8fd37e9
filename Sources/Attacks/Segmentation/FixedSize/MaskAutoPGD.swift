internal import Tensors

/// Projected gradient descent on a mask without a step size to choose (APGD), in radii that decrease to the budget.
///
/// Each radius is one run of APGD (Croce and Hein, 2020, arXiv:2003.01690, Algorithm 1): momentum, steps that halve where
/// they stop paying, a return to the best point. The next radius starts at its best point, projected. Only images inside
/// the budget are ever returned. Croce, Singh, Hein, 2024 (SEA), arXiv:2306.12941, §3.
///
/// What steers a run, "the best point" included, is the loss over all pixels alike: a masked loss falls whenever a pixel
/// comes out as the attacker wants. What is returned is the image that attains most.
///
/// With `r` radii (1 or 3) `s` steps spend `s + r` forward and `s` backward passes.
public struct MaskAutoPGD: MaskSearch, Hashable {
  public let name: String
  public let settings: MaskAutoPGDSettings

  /// Without a name it is "apgd-" and the loss.
  public init(name: String? = nil, settings: MaskAutoPGDSettings) {
    self.name = name ?? "apgd-" + settings.loss.rawValue
    self.settings = settings
  }

  public var budget: Budget? { settings.budget }
  public var bounds: ClosedRange<Float> { settings.budget.bounds }
  public var success: MaskThreshold { settings.success }
  public var stepLimit: Int { settings.steps }
  public var complaints: [String] { settings.complaints }

  public func search(_ oracle: MaskOracle) throws {
    let set = set(for: oracle.problem)
    guard settings.budget.size > 0 else {
      try oracle.look(at: set.clean)
      return
    }
    var stream = RandomStream(seed: settings.seed, sample: oracle.problem.id, attack: name)
    var (start, done) = ([Float]?.none, 0)
    for stage in settings.stages where !oracle.isComplete {
      let budget = Budget(norm: set.budget.norm, size: stage.factor * set.budget.size, bounds: bounds)
      let problem = oracle.problem
      let wide = FeasibleSet(clean: problem.clean, region: problem.region, budget: budget)
      var point = start ?? wide.randomPoint(using: &stream)
      wide.project(&point)
      let climb = MaskClimb(
        set: wide, oracle: oracle, settings: settings, steps: stage.steps, done: done, offers: stage.factor == 1)
      start = try climb.climb(from: point)
      done += stage.steps
    }
  }
}
