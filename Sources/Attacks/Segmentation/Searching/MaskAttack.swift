public import Tensors

/// One image to attack, and the mask that it is about.
public struct MaskProblem: Sendable {
  public let id: String
  /// The input as it is, without a batch axis.
  public let clean: Tensor
  public let region: Region
  public let goal: MaskGoal

  public init(id: String, clean: Tensor, region: Region, goal: MaskGoal) {
    self.id = id
    self.clean = clean
    self.region = region
    self.goal = goal
  }
}

/// A way to make a segmentation network draw a chosen mask, or to destroy the one it draws; one image at a time.
public protocol MaskAttack: Sendable {
  /// The short name for records: "asma".
  var name: String { get }

  /// Attacks one image.
  ///
  /// - Throws: `AttackError` when settings, problem and victim do not fit together, before anything runs; whatever the
  ///   victim throws.
  func run(_ problem: MaskProblem, against victim: any Victim, control: MaskControl) throws -> MaskOutcome
}

extension MaskAttack {
  public func run(_ problem: MaskProblem, against victim: any Victim) throws -> MaskOutcome {
    try run(problem, against: victim, control: MaskControl())
  }
}

/// How the caller follows and stops a running mask attack.
public struct MaskControl {
  /// Asked once an iteration; true ends the attack at once with the best image so far.
  public var shouldStop: () -> Bool
  /// Told after every iteration, with the number of iterations at most.
  public var didAdvance: (MaskTraceEntry, _ limit: Int) -> Void

  public init(
    shouldStop: @escaping () -> Bool = { false },
    didAdvance: @escaping (MaskTraceEntry, _ limit: Int) -> Void = { _, _ in }
  ) {
    self.shouldStop = shouldStop
    self.didAdvance = didAdvance
  }
}

/// What a mask attack found for one image.
public struct MaskOutcome: Sendable {
  /// The image, counts and flags; `loss` is how much of the goal is attained (ASMA: the mean IoU with the mask).
  public var outcome: Outcome
  /// The scores of exactly the image that is returned.
  public var scores: MaskScores
  /// The predicted class of every output pixel for that image.
  public var prediction: [Int]
  /// The iteration whose image is returned.
  public var bestIteration: Int
  public var trace: [MaskTraceEntry]
}

/// One iteration of a mask attack: the image as it is looked at, and the multiplier of the step that follows (or, in
/// literal mode, that led to it).
public struct MaskTraceEntry: Sendable, Hashable, Codable {
  public var iteration: Int
  public var meanIoU: Double
  public var pixelAccuracy: Double
  public var l2: Double
  public var linf: Double
  /// Literal mode: what the gradient is multiplied by; else the length of the next step, in the attack's own
  /// unit; the minimum-norm attack: the size of its box.
  public var multiplier: Double
  /// Pixels in the loss.
  public var activePixels: Int
}
