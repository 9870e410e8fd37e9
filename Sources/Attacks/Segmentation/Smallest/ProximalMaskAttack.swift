internal import Tensors

/// Smallest perturbations in Linf by a Lagrangian: the length on one side, a multiplier for each pixel on the other.
///
///     L(d, μ) = q ‖d‖_∞ + W Σ_i penalty(c_i(x + d); μ_i),    c_i < 0 where pixel i is as wanted (`PixelConstraints`)
///     v = d − α_k a / H,    d ← box( prox of q α_k ‖·‖_∞ in the metric H, at v )
///
/// | | ALMA prox | PDPGD |
/// |---|---|---|
/// | multipliers | augmented Lagrangian, `P₂` (`AugmentedLagrangian`) | by a factor up or down (`MultiplicativeDual`) |
/// | `a` | the gradient `g` of the second term | its running mean |
///
/// `H` is the root of the running mean of `g²`. The hardest pixels have no weight (`SparedPixels`). The proximal step is exact (`NormShrinking`). `α` stays as it is until the
/// goal is reached (at most for half of the steps) and then falls to a thirtieth.
///
/// - ALMA prox: Rony, Pesquet, Ben Ayed, 2023, arXiv:2206.07179.
/// - PDPGD: Matyasko and Chau, 2021, arXiv:2106.01538, adapted to pixels.
///
/// Written from the formulas as summaries give them. Departures:
///
/// - `W` makes the dual norm of `g` 1 at every step: multipliers say how the pixels weigh against each other, whatever the scale
///   of the logits and however large the multipliers of pixels out of reach grow.
/// - What all of them weigh against the length is `1/q`. At the smallest perturbation it is 1, so that `q` is a tenth where the goal
///   is missed, and the perturbation grows by up to `0.9 α` a step, and 2 where it is reached: where gradients turn from step to
///   step their mean is far shorter than they are, and a larger `q` keeps the perturbation short of the goal. The papers let
///   that ratio drift, by 2 % a step in ALMA prox's constraint scale and with the sum of the multipliers in PDPGD: in a hundred
///   steps it hardly moves.
/// - PDPGD's multipliers drift by the same factor however many steps there are (`MultiplicativeDual`).
/// - `α` follows the image, see `stepSize`.
public struct ProximalMaskAttack: SmallestMaskAttack, Hashable {
  public enum Variant: String, Sendable, Hashable, Codable, CaseIterable {
    case alma = "alma-prox"
    case pdpgd
  }

  public var name: String
  public var variant: Variant
  public var seeking: SmallestMaskPerturbation
  public var steps: Int
  /// The first `α`.
  ///
  /// Nil: a fifth of where the open pixels' boundaries would be if they were one and straight, within 1/2000 and 1/100 of the
  /// bounds' width. It costs one look more.
  public var stepSize: Float?

  public init(
    _ variant: Variant, name: String? = nil, seeking: SmallestMaskPerturbation, steps: Int = 500,
    stepSize: Float? = nil
  ) {
    self.variant = variant
    self.name = name ?? variant.rawValue
    self.seeking = seeking
    self.steps = steps
    self.stepSize = stepSize
  }

  public var stepLimit: Int { steps }
  public var complaints: [String] {
    seeking.complaints(attacking: [.linf]) + Complaint.unlessCounting(steps, "steps")
      + Complaint.unlessPositive(stepSize, "the step size")
  }

  public func approach(_ oracle: MaskOracle) throws {
    let set = seeking.set(for: oracle.problem)
    var descent = ProximalDescent(self, firstStep: try firstStep(oracle), problem: oracle.problem)
    var point = set.clean
    for step in 0..<steps {
      let look = try descent.look(at: point, step, oracle)
      oracle.note(look, stepLength: descent.stepSize(step))
      guard descent.takeIn(look.gradient) else { return oracle.noteVanishedGradient() }
      try oracle.beginStep()
      descent.move(&point, step, in: set)
    }
    oracle.note(try oracle.look(at: point), stepLength: 0)
  }

  private func firstStep(_ oracle: MaskOracle) throws -> Double {
    if let stepSize { return Double(stepSize) }
    let clean = oracle.problem.clean.scalars
    let look = try oracle.look(at: clean, raising: .maskedMargin, scaling: .exact)
    let width = Double(seeking.width)
    let distance = -look.loss / look.gradient.reduce(0.0) { $0 + Double(abs($1)) }
    return distance.isFinite ? min(max(distance / 5, width / 2000), width / 100) : width / 100
  }
}
