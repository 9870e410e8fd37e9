/// Which of the shared settings an attack on masks takes, and what they are where nobody says anything: nil is not taken.
public struct MaskAttackDefaults: Sendable, Equatable {
  public var steps: Int?
  public var restarts: Int?
  public var loss: PixelLoss?
  /// What counts as a success, by one of `MaskAttackEntry.measures`.
  public var success: MaskThreshold
  /// Whether a step's length can be stated; the attack has its own where it is not.
  public var takesStepSize: Bool
  /// The attack's own settings.
  public var options: [AttackOption]

  public init(
    steps: Int? = nil, restarts: Int? = nil, loss: PixelLoss? = nil,
    success: MaskThreshold = MaskThreshold(.meanIoU, 0.99), takesStepSize: Bool = false, options: [AttackOption] = []
  ) {
    self.steps = steps
    self.restarts = restarts
    self.loss = loss
    self.success = success
    self.takesStepSize = takesStepSize
    self.options = options
  }
}
