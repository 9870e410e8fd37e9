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

/// A request with nothing left open.
struct MaskAttackChoice {
  let bounds: ClosedRange<Float>
  let norm: Norm
  let size: Float?
  let steps: Int
  let stepSize: Float?
  let restarts: Int
  let loss: PixelLoss
  let success: MaskThreshold
  let seed: UInt64
  private let options: [String: Double]

  init(_ request: MaskAttackRequest, _ entry: MaskAttackEntry) {
    let usual = entry.defaults
    bounds = request.bounds
    norm = entry.norm(of: request)
    size = request.size
    steps = request.steps ?? usual.steps ?? 1
    stepSize = request.stepSize
    restarts = request.restarts ?? usual.restarts ?? 1
    loss = request.loss ?? usual.loss ?? .crossEntropy
    success = request.success ?? usual.success
    seed = request.seed
    options = Dictionary(usual.options.map { ($0.name, request.options[$0.name] ?? $0.usual) }) { first, _ in first }
  }

  /// For attacks of a fixed size, which cannot be asked for without one.
  var budget: Budget { Budget(norm: norm, size: size ?? 0, bounds: bounds) }

  func number(_ name: String) -> Float { Float(options[name] ?? 0) }
  func whole(_ name: String) -> Int { Int(options[name] ?? 0) }
  func isOn(_ name: String) -> Bool { (options[name] ?? 0) != 0 }
}
