/// summary.json of `chaff attack universal-mask`: one perturbation, found on some images and tried on others.
public struct UniversalMaskResult: Sendable, Codable, Equatable {
  /// An image that was neither searched with nor tried, and why.
  public struct LeftOut: Sendable, Codable, Equatable {
    public var id: String
    public var reason: String

    public init(id: String, reason: String) { (self.id, self.reason) = (id, reason) }
  }

  /// The perturbation itself is `perturbation.npy`, in the shape of an input.
  public struct Perturbation: Sendable, Codable, Equatable {
    public var shape: [Int]
    @FiniteOrNull public var l2: Double
    @FiniteOrNull public var linf: Double
    /// The step it is from.
    public var bestStep: Int
    /// How much of the goal is attained before each step and after the last, mean over the images it was found on.
    @FiniteOrNull public var course: [Double]
    public var seconds: Double

    public init(shape: [Int], l2: Double, linf: Double, bestStep: Int, course: [Double], seconds: Double) {
      (self.shape, self.bestStep, self.seconds) = (shape, bestStep, seconds)
      (self.l2, self.linf, self.course) = (l2, linf, course)
    }
  }

  public static let kind = "universal-mask"

  public var schema = RecordSchema.version
  public private(set) var kind = UniversalMaskResult.kind
  public var created: String
  /// The program's arguments, the program first.
  public var commandLine: [String]
  public var versions: [Version]
  public var processor: Processor
  public var seed: UInt64
  public var model: ModelFacts
  public var data: DataFacts
  public var settings: [Setting]
  /// What counts as success, in words.
  public var criterion: String
  public var goalMask: GoalMask
  public var perturbation: Perturbation
  public var foundOn: UniversalMaskPart
  public var heldOut: UniversalMaskPart
  public var leftOut: [LeftOut]
  public var caveats: [String]

  public init(
    plan: RunDescription, criterion: MaskCriterion, perturbation: Perturbation, foundOn: UniversalMaskPart,
    heldOut: UniversalMaskPart, leftOut: [LeftOut]
  ) {
    (created, commandLine, versions, processor) = (plan.created, plan.commandLine, plan.versions, plan.processor)
    (seed, model, data, settings, caveats) = (plan.seed, plan.model, plan.data, plan.settings, plan.caveats)
    (self.criterion, goalMask) = (criterion.description, criterion.goalMask)
    (self.perturbation, self.foundOn, self.heldOut) = (perturbation, foundOn, heldOut)
    self.leftOut = leftOut
  }
}
