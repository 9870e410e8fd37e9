public import Tensors

/// An attack as somebody asks for it: by name, with the settings that most attacks share and the attack's own.
///
/// What is nil is left to the attack. Sizes and steps are in the victim's input units.
public struct AttackRequest: Sendable, Equatable {
  /// The values that an input element can take.
  public var bounds: ClosedRange<Float>
  /// Nil: the first norm that the attack knows.
  public var norm: Norm?
  /// The largest norm of the perturbation; for attacks that look for the smallest one the largest that counts.
  public var size: Float?
  public var steps: Int?
  public var stepSize: Float?
  public var restarts: Int?
  /// The most points of one sample that the victim is asked about, for attacks that only ask.
  public var queries: Int?
  public var loss: ClassificationLoss?
  /// By how much the wanted logit must lead.
  public var confidence: Float?
  public var seed: UInt64
  /// What the input's axes stand for, for attacks that treat time or planes apart.
  public var axes: [Axis]
  /// Inputs that reach the goal, for attacks that begin at one; random points are tried after them.
  public var starts: [Tensor] = []
  /// The attack's own settings by name.
  public var options: [String: Double]

  public init(
    bounds: ClosedRange<Float>, norm: Norm? = nil, size: Float? = nil, steps: Int? = nil, stepSize: Float? = nil,
    restarts: Int? = nil, queries: Int? = nil, loss: ClassificationLoss? = nil, confidence: Float? = nil,
    seed: UInt64 = 0, axes: [Axis] = [], options: [String: Double] = [:]
  ) {
    self.bounds = bounds
    self.norm = norm
    self.size = size
    self.steps = steps
    self.stepSize = stepSize
    self.restarts = restarts
    self.queries = queries
    self.loss = loss
    self.confidence = confidence
    self.seed = seed
    self.axes = axes
    self.options = options
  }
}
