public import Attacks
public import Tensors

/// Everything that decides a study's results, apart from victims and recordings.
public struct StudySettings {
  public var experiments: Set<StudyExperiment> = Set(StudyExperiment.allCases)
  public var seed: UInt64 = 0
  /// Samples that share a pass.
  public var batchSize = 8
  public var bounds: ClosedRange<Float>
  public var axes: [Axis]
  public var classNames: [String]
  /// How recordings are framed where no experiment asks otherwise: as the victims were trained.
  public var framing = StudyFraming()

  /// The attacks of the threat models.
  public var attacks: [StudyAttack] = []
  public var goals: [StudyGoal] = StudyGoal.allCases
  /// The attack of all other experiments.
  public var sweep: StudySweep

  public var paddingModes = PaddingMode.allCases
  public var paddingShares = [0, 0.25, 0.5, 0.75]
  public var paddingSizes: [Float]
  public var contextRegions = ContextRegion.allCases
  public var contextSizes: [Float]
  /// The framing in which padding is attacked by the experiments on importance and defences.
  public var paddedFraming = StudyFraming(paddingShare: 0.5)
  /// The attack of the experiment on importance.
  ///
  /// L2 is the norm that says something there: sign steps change every frame alike, whatever it is worth.
  public var importanceSweep: StudySweep
  public var importanceSize: Float
  /// The share of frames that count as a recording's most important ones.
  public var topShare = 0.25
  public var defenceSize: Float
  public var restrictions: [StudyRestriction] = []
  public var plausibleSize: Float
  /// What storing an example does to it; nil where the transform cannot be undone.
  public var storage: StorageGrid?
  /// Recordings shown for each victim and region.
  public var exampleCount = 2
  /// At most so many recordings in an experiment, evenly spread; without an entry all.
  public var limits: [StudyExperiment: Int] = [:]

  public init(
    bounds: ClosedRange<Float>, axes: [Axis], classNames: [String], sweep: StudySweep, size: Float
  ) {
    self.bounds = bounds
    self.axes = axes
    self.classNames = classNames
    self.sweep = sweep
    paddingSizes = [size]
    contextSizes = [size]
    importanceSweep = sweep
    importanceSize = size
    defenceSize = size
    plausibleSize = size
  }
}

/// One attack of the threat-model table.
public struct StudyAttack {
  public var facts: StudyAttackFacts
  public var attack: any BoundedAttack

  public init(facts: StudyAttackFacts, attack: any BoundedAttack) {
    self.facts = facts
    self.attack = attack
  }
}

/// The iterative attack of the curves: one norm and number of steps, any size; a sample leaves at its first success.
public struct StudySweep: Sendable, Hashable {
  public var norm: Norm
  public var steps: Int
  public var loss: ClassificationLoss

  public init(norm: Norm = .linf, steps: Int = 20, loss: ClassificationLoss = .crossEntropy) {
    self.norm = norm
    self.steps = steps
    self.loss = loss
  }

  /// The basic iterative method (I-FGS).
  func attack(size: Float, bounds: ClosedRange<Float>) -> GradientAttack {
    .bim(budget: Budget(norm: norm, size: size, bounds: bounds), steps: steps, loss: loss)
  }

  var name: String { norm == .linf ? "BIM Linf" : "BIM L2" }
}

/// A restriction of the experiment on plausible perturbations.
public struct StudyRestriction {
  /// As in the table: "zeros", "nonnegative + quantized".
  public var name: String
  public var plausibility: Plausibility
  /// Which elements may change, by the clean input; nil for all.
  public var allows: (@Sendable (Float) -> Bool)?

  public init(
    name: String, plausibility: Plausibility = Plausibility(), allows: (@Sendable (Float) -> Bool)? = nil
  ) {
    self.name = name
    self.plausibility = plausibility
    self.allows = allows
  }
}
