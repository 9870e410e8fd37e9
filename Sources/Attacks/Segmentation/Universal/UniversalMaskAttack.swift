public import Tensors

/// One perturbation for many images of a segmentation network.
///
///     ξ ← Π( ξ − α · d( Σ_images ∂J/∂ξ ) ),   d = sign for Linf, unit length for L2,   image = clip(x + ξ)
///     J = mean over the pixels that count of w_i · CE(z_i, y_i)
///
/// Metzen, Kumar, Brox, Fischer, 2017, arXiv:1704.05712: one step for each pass over the images, 60 passes of 1/255.
///
/// | target | goals | `changeWeight` |
/// |---|---|---|
/// | static: one mask whatever the image | the same `MaskGoal` in every problem | nil: all pixels alike |
/// | dynamic: an object vanishes, all else stays | `MaskGoal.removing` of each image's clean prediction | 0.9999 |
///
/// `w_i = changeWeight` where the clean prediction is not the mask's class (the object), `1 − changeWeight` elsewhere; the
/// clean image decides, as in the paper's definition. Pixels that are as wanted with more than `confidence` (softmax) are
/// left out for as long as they are. A mask can be destroyed as well: then J falls with the mask's class.
///
/// Departures. The perturbation has the size of the input, the paper tiles a smaller one; it moves an image inside that
/// image's region alone. The best perturbation on the way is returned: the one whose mean over images attains most, of
/// several the one with more pixels as wanted.
public struct UniversalMaskAttack: Sendable, Hashable {
  public struct Settings: Sendable, Hashable {
    /// The norm is Linf or L2.
    public var budget: Budget
    public var steps: Int
    /// `α`; nil: 1/255 of the bounds' width for Linf, a tenth of the size for L2.
    public var stepSize: Float?
    /// Nil: all pixels weigh the same.
    public var changeWeight: Double?
    /// From which probability on a pixel that is as wanted is left out; 1: never.
    public var confidence: Double
    /// What counts as a success on one image.
    public var success: MaskThreshold

    public init(
      budget: Budget, steps: Int = 60, stepSize: Float? = nil, changeWeight: Double? = nil, confidence: Double = 0.75,
      success: MaskThreshold = MaskThreshold(.meanIoU, 0.99)
    ) {
      self.budget = budget
      self.steps = steps
      self.stepSize = stepSize
      self.changeWeight = changeWeight
      self.confidence = confidence
      self.success = success
    }
  }

  public let name: String
  public let settings: Settings

  public init(name: String = "universal-mask", settings: Settings) {
    self.name = name
    self.settings = settings
  }

  /// Searches with all images at once.
  ///
  /// An image costs `steps + 2` forward and `steps` backward passes, one forward pass more with a `changeWeight`; fewer
  /// where the search ends early. `control.didAdvance` is told the mean scores over the images.
  ///
  /// `keep` is told the state after every step; from such a state a search with the same problems, victim and settings
  /// goes on and ends with the same bytes and the same counts.
  ///
  /// - Throws: `AttackError` with everything that does not fit, before anything runs; whatever the victim or `keep`
  ///   throws.
  public func run(
    _ problems: [MaskProblem], against victim: any Victim, control: MaskControl = MaskControl(),
    from state: UniversalMaskState? = nil, keeping keep: (UniversalMaskState) throws -> Void = { _ in }
  ) throws -> UniversalMaskOutcome {
    let limits = MaskLimits(budget: settings.budget, bounds: settings.budget.bounds)
    var complaints = settings.complaints
    if problems.isEmpty { complaints.append("there is no image") }
    for problem in problems {
      complaints += limits.complaints(about: problem, against: victim).map { "image \(problem.id): \($0)" }
    }
    complaints += state?.complaints(problems, settings) ?? []
    guard complaints.isEmpty else { throw AttackError(attack: name, complaints: Array(complaints.prefix(8))) }
    var search = UniversalMaskSearch(settings: settings, problems: problems, victim: victim, control: control)
    return try search.run(from: state, keeping: keep)
  }

  /// An image with a universal perturbation: added inside the region, clipped to the bounds; the rest keeps its bits.
  ///
  /// No element moves by more than the perturbation's, however the sum is rounded.
  public static func apply(
    _ perturbation: Tensor, to clean: Tensor, region: Region, bounds: ClosedRange<Float>
  ) -> Tensor {
    precondition(
      perturbation.shape == clean.shape && region.shape == clean.shape,
      "UniversalMaskAttack: \(perturbation.shape) for an image of \(clean.shape), region \(region.shape)")
    let scalars = clean.scalars.indices.map { index -> Float in
      let (value, change) = (clean.scalars[index], perturbation.scalars[index])
      guard region.allowed[index], change != 0 else { return value }
      let moved = min(max(value + change, bounds.lowerBound), bounds.upperBound)
      guard abs(Double(moved) - Double(value)) > abs(Double(change)) else { return moved }
      return moved > value ? moved.nextDown : moved.nextUp
    }
    return Tensor(shape: clean.shape, scalars: scalars)
  }
}

extension UniversalMaskAttack.Settings {
  var resolvedStepSize: Float {
    stepSize ?? (budget.norm == .linf ? (budget.bounds.upperBound - budget.bounds.lowerBound) / 255 : budget.size / 10)
  }

  var complaints: [String] {
    var complaints = Complaint.unlessCounting(steps, "steps") + Complaint.unlessPositive(stepSize, "the step size")
    if let changeWeight, !(changeWeight >= 0 && changeWeight <= 1) {
      complaints.append("the weight of pixels to be changed must lie in 0...1, is \(changeWeight)")
    }
    if !(confidence > 0 && confidence <= 1) {
      complaints.append("the confidence must be above 0 and at most 1, is \(confidence)")
    }
    return complaints + budget.smoothComplaints + success.complaints
  }
}
