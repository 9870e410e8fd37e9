internal import Tensors

/// Projected gradient descent without a step size to choose (APGD): momentum, steps that halve when they stop paying, and
/// a return to the best point whenever they do.
///
///     z       = Π( x_k + η · d(x_k) ),   d = sign(g) for Linf, g / ‖g‖₂ for L2
///     x_{k+1} = Π( x_k + 0.75 (z − x_k) + 0.25 (x_k − x_{k−1}) ),   η = 2 · size at first
///
/// The L1 form moves the `k` steepest elements by equal amounts and lets `k` follow the sparsity of the best point; see
/// `SparseClimb`. `Π` is the exact projection onto budget ∩ bounds ∩ region.
///
/// With `targetClasses` (APGD-T) an untargeted problem is attacked once for each of the most likely other classes at the
/// clean input, with the loss aimed there; success is still any wrong class. With `draws` above 1 each point is looked at
/// several times and the means are used, for victims that answer at random.
///
/// The victim must show gradients. A run of `s` steps spends `s + 1` forward and `s` backward passes (`s + 3` and `s + 2`
/// under L1), times `draws`; APGD-T one forward pass more, for the clean input.
///
/// - Linf and L2: Croce and Hein, 2020, arXiv:2003.01690, Algorithm 1; the targeted form is in §5 there.
/// - L1: Croce and Hein, 2021, arXiv:2103.01208.
///
/// Departures: starts are uniform in the budget, under Linf in what of it lies inside the bounds (the authors' touch its
/// surface under Linf and L2 and are then clipped to the bounds); the first step counts
/// as one that did not pay (in the authors' program it is compared with 0 rather than with the start, which comes to the
/// same for the difference-of-logits ratio); what is returned is the first success or the point with the largest margin of
/// the goal, whatever loss was raised, so that runs with different losses can be compared; a run that cannot move any more
/// ends; where a difference-of-logits ratio is not defined (APGD-T with 3 classes or 2) the difference `z_t − z_y` takes
/// its place.
public struct AutoPGD: SampleAttack, BoundedAttack, Hashable {
  public let name: String
  public let settings: AutoPGDSettings

  public init(name: String, settings: AutoPGDSettings) {
    self.name = name
    self.settings = settings
  }

  /// APGD-CE.
  public static func crossEntropy(
    budget: Budget, steps: Int = 100, restarts: Int = 1, seed: UInt64 = 0, together: Bool = false
  ) -> AutoPGD {
    AutoPGD(
      name: "apgd-ce",
      settings: AutoPGDSettings(budget: budget, steps: steps, restarts: restarts, seed: seed, together: together))
  }

  /// APGD-DLR; needs 3 classes.
  public static func differenceOfLogitsRatio(
    budget: Budget, steps: Int = 100, restarts: Int = 1, seed: UInt64 = 0, together: Bool = false
  ) -> AutoPGD {
    AutoPGD(
      name: "apgd-dlr",
      settings: AutoPGDSettings(
        budget: budget, steps: steps, restarts: restarts, loss: .dlr, seed: seed, together: together))
  }

  /// APGD-T: the targeted difference-of-logits ratio towards the most likely other classes in turn.
  public static func targeted(
    budget: Budget, classes: Int = 9, steps: Int = 100, restarts: Int = 1, seed: UInt64 = 0, together: Bool = false
  ) -> AutoPGD {
    AutoPGD(
      name: "apgd-t",
      settings: AutoPGDSettings(
        budget: budget, steps: steps, restarts: restarts, loss: .dlr, targetClasses: classes, seed: seed,
        together: together))
  }

  public var budget: Budget? { settings.budget }

  public func working(within bounds: ClosedRange<Float>) -> AutoPGD {
    var settings = settings
    settings.budget = Budget(norm: settings.budget.norm, size: settings.budget.size, bounds: bounds)
    return AutoPGD(name: name, settings: settings)
  }

  public var bounds: ClosedRange<Float> { settings.budget.bounds }
  public var loss: ClassificationLoss { settings.targetClasses == nil ? settings.loss : .margin }
  public var stepLimit: Int { settings.steps * runLimit }
  public var complaints: [String] { settings.complaints }
  /// The most runs that one sample can take.
  var runLimit: Int { settings.restarts * (settings.targetClasses ?? 1) }

  public func search(_ oracle: Oracle) async throws {
    guard settings.budget.size > 0 else {
      _ = try await lookAtClean(oracle)
      return
    }
    let objectives = try await objectives(oracle)
    try await oracle.makeRuns(
      objectives.count * settings.restarts, together: settings.together, untilSuccess: settings.stopsOnSuccess
    ) { run, oracle in
      var stream = RandomStream(seed: settings.seed, sample: oracle.problem.id, attack: name, restart: run)
      try await climb(objectives[run / settings.restarts], from: &stream, oracle)
    }
  }

  /// What to raise, one run of restarts each.
  private func objectives(_ oracle: Oracle) async throws -> [AimedLoss] {
    let aim = oracle.problem.aim
    guard let limit = settings.targetClasses else { return [AimedLoss(loss: settings.loss, aim: aim)] }
    let clean = try await lookAtClean(oracle)
    return TargetClasses(aim: aim, logits: clean.logits).aims.prefix(limit).map {
      AimedLoss(loss: settings.loss, aim: $0, leavingIsEnough: $0.goal != aim.goal)
    }
  }

  private func climb(_ objective: AimedLoss, from stream: inout RandomStream, _ oracle: Oracle) async throws {
    if settings.budget.norm == .l1 {
      try await SparseClimb(settings: settings, objective: objective, oracle: oracle).climb(using: &stream)
    } else {
      try await MomentumClimb(settings: settings, objective: objective, oracle: oracle).climb(using: &stream)
    }
  }

  private func lookAtClean(_ oracle: Oracle) async throws -> Look {
    let margin = AimedLoss(loss: .margin, aim: oracle.problem.aim)
    return try await oracle.survey(
      oracle.problem.clean.scalars, of: margin, wantsGradient: false, draws: settings.draws)
  }
}
