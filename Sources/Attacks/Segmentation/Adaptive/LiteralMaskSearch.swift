/// The loop of `LiteralMaskAttack`, for one image.
struct LiteralMaskSearch {
  private let settings: LiteralMaskAttack.Settings
  private let set: FeasibleSet
  private let oracle: MaskOracle
  private var point: [Float]
  private var tau: Double?
  private var beta = 0.0

  init(settings: LiteralMaskAttack.Settings, set: FeasibleSet, oracle: MaskOracle) {
    self.settings = settings
    self.set = set
    self.oracle = oracle
    point = set.clean
  }

  /// No image on the way is a candidate: what is returned is the last one.
  mutating func run() throws {
    do {
      try descend()
    } catch let stop as SearchStopped {
      try oracle.look(at: point)
      throw stop
    }
    try oracle.look(at: point)
  }

  private mutating func descend() throws {
    var multiplier: Double?
    for iteration in 0..<settings.iterations {
      try oracle.beginStep()
      let (gradient, active) = try ascentDirection()
      calibrate(gradient)
      let used = multiplier ?? tau ?? 0
      let unclipped = moved(along: gradient, by: used)
      let look = try oracle.look(at: unclipped, offers: false)
      oracle.note(
        MaskTraceEntry(
          iteration: iteration, meanIoU: look.scores.foregroundProductIoU, pixelAccuracy: look.scores.pixelAccuracy,
          l2: look.norms.l2, linf: look.norms.linf, multiplier: used, activePixels: active))
      multiplier = nextMultiplier(after: look.scores)
      point = unclipped
      set.project(&point)
    }
  }

  /// `∂(L − λ‖X − Xₙ‖²)/∂Xₙ` inside the region.
  private func ascentDirection() throws -> (gradient: [Float], active: Int) {
    let (goal, loss) = (oracle.problem.goal, settings.loss)
    let look = try oracle.look(at: point, offers: false) { loss.evaluate($0, goal, prediction: $1) }
    var gradient = look.gradient
    pullBack(&gradient)
    if !gradient.contains(where: { $0 != 0 }) { oracle.noteVanishedGradient() }
    return (gradient, look.active)
  }

  /// Adds `∂(−λ‖X − Xₙ‖²)/∂Xₙ`, which is 0 outside the region: there the point is the image.
  private func pullBack(_ gradient: inout [Float]) {
    let strength = 2 * settings.penalty
    gradient.withUnsafeMutableBufferPointer { gradient in
      point.withUnsafeBufferPointer { point in
        set.clean.withUnsafeBufferPointer { clean in
          for index in gradient.indices {
            let value = gradient[index] - strength * (point[index] - clean[index])
            gradient[index] = value.isFinite ? value : 0
          }
        }
      }
    }
  }

  /// Fixes `τ` and `β` at the first gradient that is not zero.
  private mutating func calibrate(_ gradient: [Float]) {
    guard tau == nil else { return }
    switch settings.multiplier {
    case .absolute(let tau, let beta): (self.tau, self.beta) = (tau, beta)
    case .scaled(let change, let ratio):
      let largest = Double(gradient.largestMagnitude)
      guard largest > 0 else { return }
      tau = change / largest
      beta = ratio * change / largest
    }
  }

  private func nextMultiplier(after scores: MaskScores) -> Double? {
    guard let tau, settings.isMultiplierDynamic else { return tau }
    return beta * scores.foregroundProductIoU + tau
  }

  private func moved(along gradient: [Float], by multiplier: Double) -> [Float] {
    point.withUnsafeBufferPointer { point in
      gradient.withUnsafeBufferPointer { gradient in
        [Float](unsafeUninitializedCapacity: point.count) { moved, count in
          for index in point.indices {
            let value = point[index] + Float(multiplier * Double(gradient[index]))
            moved[index] = gradient[index] != 0 && value.isFinite ? value : point[index]
          }
          count = point.count
        }
      }
    }
  }
}
