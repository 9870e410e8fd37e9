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

  func number(_ name: String) -> Float { Float(exactNumber(name)) }
  /// As it was asked for: a multiplier of 1e-7 is another number once rounded to `Float`.
  func exactNumber(_ name: String) -> Double { options[name] ?? 0 }
  func whole(_ name: String) -> Int { Int(options[name] ?? 0) }
  func isOn(_ name: String) -> Bool { (options[name] ?? 0) != 0 }
}
