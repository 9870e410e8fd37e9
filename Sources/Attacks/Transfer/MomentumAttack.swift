internal import Tensors

/// The momentum family of transfer attacks as one search: MI-, NI-, SI-, DI-, TI-, VMI- and VNI-FGSM, and R-FGSM.
///
///     x' = x + α μ g                                   Nesterov's point, or x itself
///     ĝ  = mean over copies of ∇ₓ loss( D( x' / 2^i ) )    scale copies, each with its own diversity D
///     ĝ  ← W * (ĝ + v)                                 v from the step before, W the translation kernel
///     g  ← μ g + ĝ / ‖ĝ‖,     x ← Π( x + α · d )           d = sign(g) for Linf, g / ‖g‖₂ for L2
///     v  ← mean over r of ∇ₓ loss( D( (x' + r) / 2^i ) ) − ĝ₀    r in a ball of radius β · size; ĝ₀ before v and W
///
/// `Π` is the projection onto budget ∩ bounds ∩ region; `‖ĝ‖` is the mean magnitude over the allowed elements for Linf and
/// the Euclidean length for L2. All iterates are looked at; the one with the largest loss among the successes is returned,
/// without success the one with the largest loss. Needs gradients: of the surrogate, not of the victim that is meant.
///
/// - R-FGSM: Tramèr et al., 2018, arXiv:1705.07204 (R+FGSM).
/// - MI-FGSM: Dong et al., 2018, arXiv:1710.06081, algorithm 1. The paper divides by the L1 norm, its code by the mean
///   magnitude; sign steps cannot tell, Nesterov's point can, and by the L1 norm would hardly move.
/// - NI- and SI-FGSM: Lin et al., 2020, arXiv:1908.06281, sections 3.2 and 3.3. Copies shrink towards the value of the bounds
///   nearest to 0.
/// - DI-FGSM: Xie et al., 2019, arXiv:1803.06978; see `InputDiversity`.
/// - TI-FGSM: Dong et al., 2019, arXiv:1904.02884, section 3.2; see `TranslationKernel`.
/// - VMI-, VNI-FGSM: Wang and He, 2021, arXiv:2103.15571, algorithm 1; neighbours are those of the point whose gradient
///   is corrected, and lie in an L2 ball where the budget is one.
public struct MomentumAttack: SampleAttack, Hashable {
  public let name: String
  public let settings: MomentumSettings

  public init(name: String, settings: MomentumSettings) {
    self.name = name
    self.settings = settings
  }

  public var bounds: ClosedRange<Float> { settings.budget.bounds }
  public var loss: ClassificationLoss { settings.loss }
  public var stepLimit: Int { settings.steps }
  public var complaints: [String] { settings.complaints }

  public func search(_ oracle: Oracle) async throws {
    let set = FeasibleSet(
      clean: oracle.problem.clean, region: oracle.problem.region, budget: settings.budget,
      direction: oracle.problem.direction)
    guard settings.budget.size > 0 else {
      try await oracle.look(at: set.clean, judgedBy: loss)
      return
    }
    var course = MomentumCourse(settings, oracle, set, attack: name)
    var point = course.start()
    for _ in 0..<settings.steps {
      let found = try await course.advance(from: point)
      if settings.stopsOnSuccess && oracle.succeeded { return }
      guard found else { return oracle.noteVanishedGradient() }
      set.ascend(&point, along: course.momentum, by: settings.resolvedStepSize)
      oracle.countStep()
    }
    try await oracle.look(at: point, judgedBy: loss)
  }
}
