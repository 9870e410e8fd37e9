internal import Tensors

/// The adaptive segmentation mask attack exactly as its authors' code runs it (Ozbulak, Van Messem, De Neve, MICCAI 2019,
/// arXiv:1907.13124).
///
///     Xₙ′ = Xₙ + Pₙ · ∂(L − λ‖X − Xₙ‖²)/∂Xₙ,   Xₙ₊₁ = clip(Xₙ′),   Pₙ₊₁ = β · IoUₙ + τ,   P₀ = τ
///
/// The gradient is raw: no sign, no normalisation, no momentum. `IoUₙ` is that of the *unclipped* `Xₙ′`, from a second
/// forward pass, and it is the code's product quotient (`MaskScores.foregroundProductIoU`); the trace shows those
/// numbers too. Nothing stops early, and what is returned is the last image, not the best.
///
/// Kept to the letter except where the letter is a fault: two empty masks give an IoU of 1 rather than NaN, elements that
/// are not finite stay where they are, and the scores of the outcome belong to the clipped image that is returned (one
/// more forward pass). Ignored pixels and a region are additions; without them nothing changes.
public struct LiteralMaskAttack: MaskSearch, Hashable {
  public struct Settings: Sendable, Hashable {
    public var iterations: Int
    public var multiplier: Multiplier
    /// Off: `P` stays at `τ` (the paper's ablation without dynamic multiplier).
    public var isMultiplierDynamic: Bool
    /// The weight `λ` of the squared distance; the paper's is 1.
    public var penalty: Float
    /// `.logit` and adaptive is the paper; not adaptive is its static-mask ablation.
    public var loss: MaskLoss
    public var bounds: ClosedRange<Float>
    /// From which mean IoU on the returned image counts as a success.
    public var goal: Double

    public init(
      iterations: Int = 2501, multiplier: Multiplier = .paper, isMultiplierDynamic: Bool = true, penalty: Float = 1,
      loss: MaskLoss = MaskLoss(), bounds: ClosedRange<Float> = 0...1, goal: Double = 0.99
    ) {
      self.iterations = iterations
      self.multiplier = multiplier
      self.isMultiplierDynamic = isMultiplierDynamic
      self.penalty = penalty
      self.loss = loss
      self.bounds = bounds
      self.goal = goal
    }
  }

  /// How large `τ` and `β` are.
  public enum Multiplier: Sendable, Hashable {
    case absolute(tau: Double, beta: Double)
    /// `τ` such that the first step's largest change is `largestChange`, and `β = ratio · τ`: the same schedule for a
    /// network with other logits or another resolution.
    case scaled(largestChange: Double, ratio: Double)

    public static let paper = Multiplier.absolute(tau: 1e-7, beta: 1e-6)
  }

  public let name: String
  public let settings: Settings

  public init(name: String = "asma-literal", settings: Settings = Settings()) {
    self.name = name
    self.settings = settings
  }

  public var budget: Budget? { nil }
  public var bounds: ClosedRange<Float> { settings.bounds }
  public var success: MaskThreshold { MaskThreshold(.meanIoU, settings.goal) }
  public var aims: [MaskGoal.Aim] { [.draw] }
  public var stepLimit: Int { settings.iterations }

  public func search(_ oracle: MaskOracle) throws {
    var search = LiteralMaskSearch(settings: settings, set: set(for: oracle.problem), oracle: oracle)
    try search.run()
  }

  public var complaints: [String] {
    var complaints: [String] = []
    if settings.iterations < 1 { complaints.append("iterations must be at least 1, are \(settings.iterations)") }
    if !settings.penalty.isFinite { complaints.append("the penalty must be finite, is \(settings.penalty)") }
    switch settings.multiplier {
    case .absolute(let tau, let beta):
      if !(tau > 0 && tau.isFinite && beta >= 0 && beta.isFinite) {
        complaints.append("tau must be positive and beta not negative, are \(tau) and \(beta)")
      }
    case .scaled(let change, let ratio):
      if !(change > 0 && change.isFinite && ratio >= 0 && ratio.isFinite) {
        complaints.append("the first step must be positive and the ratio not negative, are \(change) and \(ratio)")
      }
    }
    return complaints
  }
}
