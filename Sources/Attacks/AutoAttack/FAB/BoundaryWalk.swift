internal import Tensors

/// What FAB does for one sample, and the shortest success of all its runs.
struct BoundaryWalk {
  let settings: FastAdaptiveBoundarySettings
  let oracle: Oracle
  /// The margin at the clean input: negative.
  let cleanMargin: Double
  private let set: FeasibleSet
  private var shortest: (point: [Float], length: Double, margin: Double)?

  /// `α_max`, `η` and `β`.
  private static let (largestBias, overshoot, retreat) = (0.1, 1.05, 0.9)

  init(settings: FastAdaptiveBoundarySettings, oracle: Oracle, cleanMargin: Double) {
    (self.settings, self.oracle, self.cleanMargin) = (settings, oracle, cleanMargin)
    let problem = oracle.problem
    // The bounds and the region alone: what limits the length is no part of the search.
    set = FeasibleSet(
      clean: problem.clean, region: problem.region,
      budget: Budget(norm: .l2, size: .infinity, bounds: settings.bounds), direction: problem.direction)
  }

  var isDone: Bool { settings.stopsOnSuccess && oracle.succeeded }

  /// The clean input, or a random point half as far away as the shortest success known or allowed; nil where nothing is
  /// known.
  func start(isFirst: Bool, using stream: inout RandomStream) -> [Float]? {
    if isFirst { return set.clean }
    let reach = min(shortest?.length ?? .infinity, settings.largestNorm.map(Double.init) ?? .infinity)
    guard reach.isFinite else { return nil }
    let problem = oracle.problem
    let ball = FeasibleSet(
      clean: problem.clean, region: problem.region,
      budget: Budget(norm: settings.norm, size: Float(reach / 2), bounds: settings.bounds),
      direction: problem.direction)
    return ball.randomPoint(using: &stream)
  }

  mutating func run(from start: [Float], towards boundaries: [AimedLoss]) async throws {
    var point = start
    for _ in 0..<settings.steps {
      let (here, planes) = try await oracle.linearizations(at: point, of: boundaries)
      consider(point, here)
      if isDone { return }
      guard let nearest = nearest(of: planes) else { return oracle.noteVanishedGradient() }
      point = stepped(from: point, across: nearest)
      oracle.countStep()
      let look = try await look(at: point)
      if isDone { return }
      if look.isReached { point = between(point, share: Self.retreat) }
    }
  }

  /// Three secant steps on the line from the clean input to the shortest success, for the place where the margin is 0.
  mutating func approachBoundary() async throws {
    guard var far = shortest.map({ (share: 1.0, margin: $0.margin) }), let end = shortest?.point else { return }
    var near = (share: 0.0, margin: cleanMargin)
    for _ in 0..<3 {
      let crossing = far.share - 0.99 * far.margin / (far.margin - near.margin) * (far.share - near.share)
      guard crossing > near.share, crossing < far.share else { return }
      let point = between(end, share: crossing)
      let look = try await look(at: point)
      if look.isReached { far = (crossing, look.loss) } else { near = (crossing, look.loss) }
    }
  }

  private mutating func look(at point: [Float]) async throws -> Look {
    let margin = AimedLoss(loss: .margin, aim: oracle.problem.aim)
    let look = try await oracle.survey(point, of: margin, wantsGradient: false, offers: false)
    consider(point, look)
    return look
  }

  /// Keeps a success that is the shortest, and offers what is short enough.
  private mutating func consider(_ point: [Float], _ look: Look) {
    let length = PerturbationNorms(clean: set.clean, adversarial: point)(settings.norm)
    if look.isReached, length < shortest?.length ?? .infinity { shortest = (point, length, look.loss) }
    if length <= settings.largestNorm.map(Double.init) ?? .infinity { oracle.offer(point, look) }
  }

  /// The hyperplane that is nearest by the dual norm of its slope; nil where none has any slope.
  private func nearest(of planes: [(value: Double, gradient: [Float])]) -> (value: Double, gradient: [Float])? {
    var best: (distance: Double, index: Int)?
    for (index, plane) in planes.enumerated() {
      let distance = abs(plane.value) / dualNorm(of: plane.gradient)
      if distance.isFinite, distance < best?.distance ?? .infinity { best = (distance, index) }
    }
    return best.map { planes[$0.index] }
  }

  private func dualNorm(of gradient: [Float]) -> Double {
    switch settings.norm {
    case .linf: gradient.reduce(0) { $0 + abs(Double($1)) }
    case .l2: gradient.euclideanNorm
    case .l1, .l0: Double(gradient.largestMagnitude)
    }
  }

  /// Written around the clean input, so that elements that need not move keep its bits.
  private func stepped(from point: [Float], across plane: (value: Double, gradient: [Float])) -> [Float] {
    let hyperplane = BoxedHyperplane(slope: plane.gradient, lower: set.lower, upper: set.upper)
    let clean = set.clean
    var offset = 0.0
    for index in clean.indices {
      offset += Double(plane.gradient[index]) * (Double(point[index]) - Double(clean[index]))
    }
    let onwards = hyperplane.leastChange(from: point, gap: -plane.value, norm: settings.norm)
    let afresh = hyperplane.leastChange(from: clean, gap: offset - plane.value, norm: settings.norm)
    let lengths = (length(of: onwards), length(of: afresh))
    let bias = lengths.0 + lengths.1 > 0 ? min(lengths.0 / (lengths.0 + lengths.1), Self.largestBias) : 0
    var next = point
    for index in next.indices {
      let reached = Double(point[index]) - Double(clean[index]) + Self.overshoot * onwards[index]
      let change = (1 - bias) * reached + bias * Self.overshoot * afresh[index]
      next[index] = Float(Double(clean[index]) + change)
    }
    set.clip(&next, scale: 1)
    return next
  }

  private func length(of change: [Double]) -> Double {
    switch settings.norm {
    case .linf: change.reduce(0) { max($0, abs($1)) }
    case .l2: change.reduce(0) { $0 + $1 * $1 }.squareRoot()
    case .l1, .l0: change.reduce(0) { $0 + abs($1) }
    }
  }

  private func between(_ point: [Float], share: Double) -> [Float] {
    var result = point
    set.clip(&result, scale: share)
    return result
  }
}
