internal import Tensors

/// What one sample's momentum search remembers from step to step.
struct MomentumCourse {
  private let settings: MomentumSettings
  private let oracle: Oracle
  private let set: FeasibleSet
  private let shape: [Int]
  private let filters: [AxisFilter]
  private var stream: RandomStream
  /// `g`: 0 outside the region.
  private(set) var momentum: [Float]
  /// `v`; nil before the first step, and without variance tuning.
  private var variance: ScaledGradient?

  init(_ settings: MomentumSettings, _ oracle: Oracle, _ set: FeasibleSet, attack: String) {
    self.settings = settings
    self.oracle = oracle
    self.set = set
    shape = oracle.problem.clean.shape
    filters = settings.smoothing?.filters(for: shape) ?? []
    stream = RandomStream(seed: settings.seed, sample: oracle.problem.id, attack: attack)
    momentum = [Float](repeating: 0, count: set.clean.count)
  }

  /// The clean input, or one random step away from it.
  mutating func start() -> [Float] {
    guard settings.randomShare > 0 else { return set.clean }
    var direction = [Float](repeating: 0, count: set.clean.count)
    for index in direction.indices where set.allowed[index] { direction[index] = stream.nextGaussian() }
    var point = set.clean
    set.ascend(&point, along: direction, by: settings.randomShare * settings.budget.size)
    return point
  }

  /// Asks for gradients and updates the momentum.
  ///
  /// - Returns: whether the gradients lead anywhere.
  mutating func advance(from point: [Float]) async throws -> Bool {
    var ahead = point
    if settings.looksAhead { ahead.add(momentum, times: Double(settings.resolvedStepSize * settings.decay)) }
    let gradient = try await meanGradient(at: [ahead], offering: point)
    if settings.stopsOnSuccess && oracle.succeeded { return true }
    let corrected = variance.map { .sum([(1, gradient), (1, $0)]) } ?? gradient
    guard accumulate(corrected) else { return false }
    if let tuning = settings.varianceTuning {
      let neighbours = (0..<tuning.neighbours).map { _ in neighbour(of: ahead, within: tuning.reach) }
      let around = try await meanGradient(at: neighbours, offering: nil)
      variance = .sum([(1, around), (-1, gradient)])
    }
    return true
  }

  private mutating func meanGradient(
    at points: [[Float]], offering candidate: [Float]?
  ) async throws -> ScaledGradient {
    var copies = InputCopies()
    for point in points { copies.append(point, shape: shape, settings: settings, using: &stream) }
    let gradients = try await oracle.slopes(at: copies.points, raising: settings.loss, offering: candidate)
    return .mean(copies.pullback(gradients))
  }

  /// A point of the ball around `point`, moved inside the region alone.
  private mutating func neighbour(of point: [Float], within reach: Float) -> [Float] {
    let radius = reach * settings.budget.size
    var neighbour = point
    if settings.budget.norm == .l2 {
      let ball = FeasibleSet(
        clean: Tensor(shape: shape, scalars: point), region: oracle.problem.region,
        budget: Budget(norm: .l2, size: radius, bounds: -.greatestFiniteMagnitude ... .greatestFiniteMagnitude))
      ball.addBallPoint(to: &neighbour, using: &stream)
    } else {
      for index in neighbour.indices where set.allowed[index] {
        neighbour[index] += (2 * stream.nextUniform() - 1) * radius
      }
    }
    return neighbour
  }

  private mutating func accumulate(_ gradient: ScaledGradient) -> Bool {
    guard gradient.scale > 0 else { return false }
    var values = filters.reduce(gradient.values) { $1.applied(to: $0) }
    for index in values.indices where !set.allowed[index] { values[index] = 0 }
    let size =
      settings.budget.norm == .l2
      ? values.euclideanNorm
      : values.reduce(0.0) { $0 + Double(abs($1)) } / Double(max(set.allowedCount, 1))
    guard size > 0, size.isFinite else { return false }
    for index in momentum.indices {
      momentum[index] = settings.decay * momentum[index] + Float(Double(values[index]) / size)
    }
    return true
  }
}
