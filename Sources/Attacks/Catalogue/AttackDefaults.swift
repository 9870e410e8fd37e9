/// Which of the shared settings an attack takes, and what they are where nobody says anything: nil is not taken.
public struct AttackDefaults: Sendable, Equatable {
  public var steps: Int?
  public var restarts: Int?
  public var queries: Int?
  public var loss: ClassificationLoss?
  public var confidence: Float?
  /// Whether a step's length can be stated; the attack has its own where it is not.
  public var takesStepSize = false
  /// Whether it can be told inputs that reach the goal already; `StartingPoints` says what becomes of them.
  public var takesStarts = false
  /// The attack's own settings.
  public var options: [AttackOption] = []

  public init(
    steps: Int? = nil, restarts: Int? = nil, queries: Int? = nil, loss: ClassificationLoss? = nil,
    confidence: Float? = nil, takesStepSize: Bool = false, takesStarts: Bool = false, options: [AttackOption] = []
  ) {
    self.steps = steps
    self.restarts = restarts
    self.queries = queries
    self.loss = loss
    self.confidence = confidence
    self.takesStepSize = takesStepSize
    self.takesStarts = takesStarts
    self.options = options
  }
}

/// A setting that one attack has and others have not.
public struct AttackOption: Sendable, Equatable {
  public let name: String
  public let usual: Double
  public let help: String

  public init(_ name: String, _ usual: Double, _ help: String) {
    self.name = name
    self.usual = usual
    self.help = help
  }
}
