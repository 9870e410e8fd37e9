internal import Tensors

/// The adaptive segmentation mask attack, made usable: the paper's adaptive mask and a multiplier driven by the IoU, with
/// steps that need no tuning to the network.
///
///     Gₙ = ∂(L − λ‖X − Xₙ‖²)/∂Xₙ inside the region,   Xₙ₊₁ = Π( Xₙ − βₙ (Xₙ − X)⊥ + Pₙ Gₙ/‖Gₙ‖₂ )
///
/// with `(Xₙ − X)⊥` what of the perturbation does not lie along `Gₙ`.
///
/// What is the paper's: the loss over pixels that are not yet as wanted (`MaskLoss`), and a multiplier that follows how far the
/// mask is. Where it departs from `LiteralMaskAttack`, and why:
///
/// 1. `P` is a length: a share (`reach`) of the way to where the boundaries of the pixels in the loss would be if they were one
///    and straight (`BoundarySteps`). Raw gradients depend on the scale of the logits, and shrink as pixels come right. The
///    distance's term takes only from what does not lie along the gradient, and fades (`pull`).
/// 2. With `reach` 0, under an Linf budget, and in the ablations, lengths begin where the largest change is `firstChange` and then
///    follow the *course* of the IoU (`PacedSteps`): longer while it is behind schedule, shorter where it falls. Directions are
///    then averaged over steps (`μ`) and their magnitudes compressed to square roots:
///
///        uₙ = sign(Gₙ) √|Gₙ|,   Vₙ = μ Vₙ₋₁ + (1 − μ) uₙ/‖uₙ‖₂,   Xₙ₊₁ = Π( Xₙ + Pₙ Vₙ / (1 − μⁿ⁺¹) )
///
/// 3. The loss raises the margin over the strongest other class, not the wanted logit alone, and a pixel stays in it
///    until its margin is `relativeConfidence` of what the wrong pixels lack on average at first: pixels that sit on
///    the boundary are lost again to their neighbours, and to 8-bit rounding.
/// 4. Scores are those of the clipped image, from the same forward pass as the gradient: one forward and one backward
///    pass an iteration instead of two and one, and no backward pass where the goal is reached.
/// 5. The best image is kept. Once `goal` is reached, `tightening` forward passes halve the way back to the last image that
///    missed it, and up to `shortening` of the remaining iterations look for a smaller L2 with which it still is
///    (`MaskShortening`); what is returned is the shortest image that reaches it, and where none does the one of the highest IoU.
///    Under an Linf budget, where lengths are no concern, the search ends at the goal.
/// 6. The IoU is the mean over object classes (`MaskScores`), two empty masks agree, and there may be a budget: with an
///    Linf budget the step is the sign of `V`, the steepest ascent inside a box.
///
/// The search draws nothing at random.
public struct AdaptiveMaskAttack: MaskSearch, Hashable {
  public struct Settings: Sendable, Hashable {
    public var iterations: Int
    /// The mean IoU at which the search ends and counts as a success.
    public var goal: Double
    public var loss: MaskLoss
    /// The margin up to which a pixel stays in the loss, as a share of the mean deficit of the wrong pixels of the
    /// clean image; `loss.confidence`, in logits, is a lower limit to it.
    ///
    /// 0 is the paper's "until its class is right".
    public var relativeConfidence: Float
    /// Off: every step has the first step's length (the ablation without dynamic multiplier).
    public var isMultiplierDynamic: Bool
    /// The share `η` of the way to the boundary that the first step covers, up to 1; 0: lengths follow a schedule of the IoU.
    ///
    /// It takes the margin's loss, an adaptive mask, a dynamic multiplier and no Linf budget; else it is as if it were 0.
    public var reach: Float
    /// With `reach`: the share `β` that the first step gives back of what does not lie along the gradient; it falls by a fifth a step.
    public var pull: Float
    /// Without `reach`: the largest change of an element in the first step, as a share of the bounds' width.
    public var firstChange: Float
    /// Without `reach`: the share `μ` of earlier directions in a step, 0 to below 1.
    public var momentum: Float
    /// The weight `λ` of the squared distance; by default 0, since a normalised gradient gives it a say that depends on the scale of
    /// the logits.
    ///
    /// In the paper's settings it has none to speak of: it takes back 0.55 % of the perturbation over a whole run.
    public var penalty: Float
    /// Forward passes after the goal is reached, spent on the way back to the last image that missed it.
    public var tightening: Int
    /// Iterations at most after that, spent on reaching it with less.
    public var shortening: Int
    /// Nil: only the bounds limit the perturbation.
    public var budget: Budget?
    public var bounds: ClosedRange<Float>

    public init(
      iterations: Int = 200, goal: Double = 0.99, loss: MaskLoss = MaskLoss(term: .margin),
      relativeConfidence: Float = 0.1, isMultiplierDynamic: Bool = true, reach: Float = 0.3,
      pull: Float = 0.1, firstChange: Float = 1 / 255, momentum: Float = 0.75, penalty: Float = 0, tightening: Int = 4,
      shortening: Int = 10,
      budget: Budget? = nil, bounds: ClosedRange<Float> = 0...1
    ) {
      self.iterations = iterations
      self.goal = goal
      self.loss = loss
      self.relativeConfidence = relativeConfidence
      self.isMultiplierDynamic = isMultiplierDynamic
      self.reach = reach
      self.pull = pull
      self.firstChange = firstChange
      self.momentum = momentum
      self.penalty = penalty
      self.tightening = tightening
      self.shortening = shortening
      self.budget = budget
      self.bounds = budget?.bounds ?? bounds
    }
  }

  public let name: String
  public let settings: Settings

  public init(name: String = "asma", settings: Settings = Settings()) {
    self.name = name
    self.settings = settings
  }

  public var budget: Budget? { settings.budget }
  public var bounds: ClosedRange<Float> { settings.bounds }
  public var success: MaskThreshold { MaskThreshold(.meanIoU, settings.goal) }
  public var merit: MaskMerit { settings.shortens ? .shortness(.l2, limit: nil) : .attainment }
  public var aims: [MaskGoal.Aim] { [.draw] }
  public var stepLimit: Int { settings.iterations }
  public var complaints: [String] { settings.complaints }

  public func search(_ oracle: MaskOracle) throws {
    var search = AdaptiveMaskSearch(settings: settings, set: set(for: oracle.problem), oracle: oracle)
    try search.run()
  }
}

extension AdaptiveMaskAttack.Settings {
  /// Lengths are measured in L2 alone.
  var measuresLengths: Bool { budget?.norm != .linf }
  var shortens: Bool { measuresLengths && tightening + shortening > 0 }
  var reachesOut: Bool {
    reach > 0 && isMultiplierDynamic && loss.isAdaptive && loss.term == .margin && measuresLengths
  }
  var width: Double { Double(bounds.upperBound) - Double(bounds.lowerBound) }

  var complaints: [String] {
    var complaints: [String] = []
    if iterations < 1 { complaints.append("iterations must be at least 1, are \(iterations)") }
    if !(goal > 0 && goal <= 1) { complaints.append("the IoU goal must be above 0 and at most 1, is \(goal)") }
    if !(firstChange > 0 && firstChange <= 1) {
      complaints.append("the first change must be above 0 and at most 1 (a share of the bounds), is \(firstChange)")
    }
    if !(momentum >= 0 && momentum < 1) { complaints.append("momentum must be 0 to below 1, is \(momentum)") }
    if !(reach >= 0 && reach <= 1) { complaints.append("the reach must be 0 to 1, is \(reach)") }
    if !(pull >= 0 && pull < 1) { complaints.append("the pull must be 0 to below 1, is \(pull)") }
    if tightening < 0 { complaints.append("the tightening must not be negative, is \(tightening)") }
    if shortening < 0 { complaints.append("the shortening must not be negative, is \(shortening)") }
    if !penalty.isFinite { complaints.append("the penalty must be finite, is \(penalty)") }
    if !(loss.confidence >= 0 && loss.confidence.isFinite) {
      complaints.append("the confidence must not be negative, is \(loss.confidence)")
    }
    if !(relativeConfidence >= 0 && relativeConfidence.isFinite) {
      complaints.append("the relative confidence must not be negative, is \(relativeConfidence)")
    }
    return complaints
  }
}
