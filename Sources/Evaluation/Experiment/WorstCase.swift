/// What is left of a victim when each sample meets the attack that is worst for it.
public struct WorstCase: Sendable, Codable, Equatable {
  /// One attack's part in it.
  public struct Part: Sendable, Codable, Equatable {
    public var label: String
    /// Samples that it broke, and those that nothing else broke.
    public var broken: Int
    public var aloneBroken: Int

    public init(label: String, broken: Int, aloneBroken: Int) {
      self.label = label
      self.broken = broken
      self.aloneBroken = aloneBroken
    }
  }

  /// The samples of one true class.
  public struct ClassRow: Sendable, Codable, Equatable {
    public var `class`: Int
    public var name: String
    public var cleanAccuracy: Proportion
    public var robustAccuracy: Proportion
    /// What most of the samples that are not robust are taken for; nil where all are robust.
    ///
    /// Each of them counts once: for what it is taken for without an attack or, if that is right, for what most of the
    /// successes on it say; the lower class where two are said as often.
    public var wrongClass: Int?
    public var wrongName: String?
    /// How many are taken for it.
    public var wrongCount: Int

    public init(
      class label: Int, name: String, cleanAccuracy: Proportion, robustAccuracy: Proportion, wrongClass: Int? = nil,
      wrongName: String? = nil, wrongCount: Int = 0
    ) {
      self.class = label
      self.name = name
      self.cleanAccuracy = cleanAccuracy
      self.robustAccuracy = robustAccuracy
      self.wrongClass = wrongClass
      self.wrongName = wrongName
      self.wrongCount = wrongCount
    }
  }

  public var victim: String
  public var norm: String
  /// Attacks of a fixed size up to this one, and smallest perturbations that are no longer.
  public var size: Double
  /// With what perturbations must look like, where something is asked of them: `ExperimentAttack.place`.
  public var region: String
  public var goal: String
  public var robustAccuracy: Proportion
  /// Samples that are of the wanted class, or taken for it as they are; 0 without a wanted class.
  ///
  /// There was nothing to reach: they count nowhere else.
  public var goalAlreadyMet: Int
  public var parts: [Part]
  /// Every class that has samples, in order.
  public var classes: [ClassRow]

  public init(
    victim: String, norm: String, size: Double, region: String, goal: String, robustAccuracy: Proportion,
    goalAlreadyMet: Int = 0, parts: [Part], classes: [ClassRow]
  ) {
    self.victim = victim
    self.norm = norm
    self.size = size
    self.region = region
    self.goal = goal
    self.robustAccuracy = robustAccuracy
    self.goalAlreadyMet = goalAlreadyMet
    self.parts = parts
    self.classes = classes
  }
}
