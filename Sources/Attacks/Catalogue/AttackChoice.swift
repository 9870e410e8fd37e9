public import Tensors

/// A request with nothing left open: what an entry of the catalogue makes its attack of.
public struct AttackChoice: Sendable, Equatable {
  public let bounds: ClosedRange<Float>
  public let norm: Norm
  /// Nil where nothing limits the perturbation.
  public let size: Float?
  public let steps: Int
  public let stepSize: Float?
  public let restarts: Int
  public let queries: Int
  public let loss: ClassificationLoss
  public let confidence: Float
  public let seed: UInt64
  public let axes: [Axis]
  public let starts: [Tensor]
  private let options: [String: Double]

  init(_ request: AttackRequest, _ entry: AttackEntry) {
    let usual = entry.defaults
    bounds = request.bounds
    norm = request.norm ?? entry.norms.first ?? .linf
    size = request.size
    steps = request.steps ?? usual.steps ?? 1
    stepSize = request.stepSize
    restarts = request.restarts ?? usual.restarts ?? 1
    queries = request.queries ?? usual.queries ?? 1
    loss = request.loss ?? usual.loss ?? .margin
    confidence = request.confidence ?? usual.confidence ?? 0
    seed = request.seed
    axes = request.axes
    starts = request.starts
    options = Dictionary(usual.options.map { ($0.name, request.options[$0.name] ?? $0.usual) }) { first, _ in first }
  }

  /// For attacks of a fixed size, which cannot be asked for without one.
  var budget: Budget { Budget(norm: norm, size: size ?? 0, bounds: bounds) }

  func number(_ name: String) -> Float { Float(options[name] ?? 0) }
  func whole(_ name: String) -> Int { Int(options[name] ?? 0) }
  /// Whether a setting that is on or off is on: anything but 0.
  func isOn(_ name: String) -> Bool { (options[name] ?? 0) != 0 }
}
