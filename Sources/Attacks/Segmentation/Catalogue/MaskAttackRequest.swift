/// An attack on masks as somebody asks for it: by name, with the settings that most attacks share and the attack's own.
///
/// What is nil is left to the attack. Sizes and steps are in the victim's input units.
public struct MaskAttackRequest: Sendable, Equatable {
  /// The values that an input element can take.
  public var bounds: ClosedRange<Float>
  /// Nil: the first norm that the attack knows.
  public var norm: Norm?
  /// The largest norm of the perturbation; for attacks that look for the smallest one the largest that counts.
  public var size: Float?
  public var steps: Int?
  public var stepSize: Float?
  public var restarts: Int?
  public var loss: PixelLoss?
  /// What must be attained.
  public var success: MaskThreshold?
  public var seed: UInt64
  /// The attack's own settings by name.
  public var options: [String: Double]

  public init(
    bounds: ClosedRange<Float>, norm: Norm? = nil, size: Float? = nil, steps: Int? = nil, stepSize: Float? = nil,
    restarts: Int? = nil, loss: PixelLoss? = nil, success: MaskThreshold? = nil, seed: UInt64 = 0,
    options: [String: Double] = [:]
  ) {
    self.bounds = bounds
    self.norm = norm
    self.size = size
    self.steps = steps
    self.stepSize = stepSize
    self.restarts = restarts
    self.loss = loss
    self.success = success
    self.seed = seed
    self.options = options
  }
}
