internal import Tensors

/// A perturbation that changes slowly from frame to frame: a temporal low-pass of a latent one.
///
///     x = Π( x₀ + m · K z ),    ‖z‖ ≤ size,    z ← clip( z + α · steepest( Kᵀ(m · g) ) )
///
/// `K` is a Gaussian over time, mirrored at the ends (`AxisFilter`): symmetric, so that it is its own adjoint, and no norm
/// grows under it, so that a latent inside the budget gives a perturbation inside it. `m` is the region, `g` the loss's
/// gradient without the elements that a bound holds back. The largest loss on a linear victim is
/// `size · ‖Kᵀ(m · w)‖` in the dual norm. In L2 the perturbation is shorter than the budget by what the low-pass takes
/// away. `Π` (budget ∩ bounds ∩ region) changes something only where a bound cuts: there, and at the region's edges, the
/// perturbation is not smooth.
///
/// Needs gradients. The low-pass of a latent follows no one paper; it is the common reparametrisation of smooth attacks.
public struct SmoothTimeAttack: SampleAttack, Hashable {
  public let name: String
  public let settings: SmoothTimeSettings

  public init(name: String = "smooth-time", settings: SmoothTimeSettings) {
    self.name = name
    self.settings = settings
  }

  public var bounds: ClosedRange<Float> { settings.budget.bounds }
  public var loss: ClassificationLoss { settings.loss }
  public var stepLimit: Int { settings.steps }
  public var complaints: [String] { settings.complaints }

  public func search(_ oracle: Oracle) async throws {
    let problem = oracle.problem
    _ = try FrameLayout(shape: problem.clean.shape, timeAxis: settings.timeAxis, attack: name)
    let filter = AxisFilter.gaussian(Double(settings.deviation), shape: problem.clean.shape, axis: settings.timeAxis)
    let set = FeasibleSet(
      clean: problem.clean, region: problem.region, budget: settings.budget, direction: problem.direction)
    let box = FeasibleSet(unlimited: problem, bounds: bounds)
    let latents = latentSet(like: problem.clean)
    var (latent, point) = (latents.clean, set.clean)
    for _ in 0..<(settings.budget.size > 0 ? settings.steps : 0) {
      let look = try await oracle.look(at: point, raising: loss)
      if settings.stopsOnSuccess && oracle.succeeded { return }
      let slope = filter.applied(to: free(look.gradient, at: point, in: box))
      guard slope.contains(where: { $0 != 0 }) else {
        if !look.hasDirection { oracle.noteVanishedGradient() }
        return
      }
      let here = latent
      latents.ascend(&latent, along: slope, by: settings.resolvedStepSize)
      oracle.countStep()
      if latent == here { return }
      point = set.clean
      point.add(filter.applied(to: latent), times: 1)
      set.project(&point)
    }
    try await oracle.look(at: point, judgedBy: loss)
  }

  /// The latent ball: around 0, in every element, without bounds.
  private func latentSet(like clean: Tensor) -> FeasibleSet {
    let far = Float.greatestFiniteMagnitude
    return FeasibleSet(
      clean: Tensor(shape: clean.shape, scalars: [Float](repeating: 0, count: clean.count)), region: .all(clean.shape),
      budget: Budget(norm: settings.budget.norm, size: settings.budget.size, bounds: -far...far))
  }

  /// The gradient without what would push an element over the bound that it has reached.
  private func free(_ gradient: [Float], at point: [Float], in box: FeasibleSet) -> [Float] {
    gradient.indices.map { index in
      let isHeld =
        gradient[index] > 0 ? point[index] >= box.upper[index] : point[index] <= box.lower[index]
      return isHeld ? 0 : gradient[index]
    }
  }
}
