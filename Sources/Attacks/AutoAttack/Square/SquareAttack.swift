internal import Tensors

/// The square attack: random search by scores alone, with changes that are squares and sit at the edge of the budget.
///
/// From vertical stripes (Linf) or tiles of hills each query changes a square window of the best point, and keeps the change if the loss is larger:
///
///     Linf:   x_window = x₀ ± size for each channel,   clipped into the bounds
///     L2, L1: two windows give up their perturbation, one gets it back as a pair of hills ± η; see `HillMoves`
///
/// The windows cover a share `p` of the elements, 0.8 at first and halved on a schedule; see `SquareAttackSettings`. The
/// loss is the margin away from a class and the cross-entropy towards one.
///
/// | input | windows |
/// |---|---|
/// | `[n]` | segments of `p · n` elements |
/// | `[H, W]` | squares of side `√(p · H · W)` |
/// | `[C, H, W]` | the same in all channels, a sign for each |
/// | `[C, T, H, W]` | boxes of `p^⅓ · T` frames and squares of side `√(p^⅔ · H · W)`: the same share in every direction |
///
/// Extents are those of the smallest box around the region; elements of a window outside the region stay. A window that
/// meets no element of the region is laid anew around one of them.
///
/// The victim must show scores. A run costs at most `queries` forward passes; a change that changes nothing costs none.
///
/// Source: Andriushchenko et al., 2020, arXiv:1912.00049, Algorithms 1–3; L1: Croce and Hein, 2021, arXiv:2103.01208.
/// Departures: frames, segments and regions, as
/// above; a proposal equal to the best point is drawn again, up to 16 times (the authors' program does so under Linf).
public struct SquareAttack: SampleAttack, BoundedAttack, Hashable {
  public let name: String
  public let settings: SquareAttackSettings

  public init(name: String = "square", settings: SquareAttackSettings) {
    self.name = name
    self.settings = settings
  }

  public var budget: Budget? { settings.budget }

  public func working(within bounds: ClosedRange<Float>) -> SquareAttack {
    var settings = settings
    settings.budget = Budget(norm: settings.budget.norm, size: settings.budget.size, bounds: bounds)
    return SquareAttack(name: name, settings: settings)
  }

  public var needs: VictimAccess { .scores }
  public var bounds: ClosedRange<Float> { settings.budget.bounds }
  public var stepLimit: Int { settings.queries * settings.restarts }
  public var complaints: [String] { settings.complaints }

  public func search(_ oracle: Oracle) async throws {
    let problem = oracle.problem
    guard settings.budget.size > 0 else {
      try await oracle.look(at: problem.clean.scalars)
      return
    }
    let set = FeasibleSet(
      clean: problem.clean, region: problem.region, budget: settings.budget, direction: problem.direction)
    let canvas = Canvas(shape: problem.clean.shape, allowed: problem.region.allowed)
    let firstRestart = oracle.restart
    for restart in 0..<settings.restarts where !isDone(oracle) {
      oracle.restart = firstRestart + restart
      var stream = RandomStream(seed: settings.seed, sample: problem.id, attack: name, restart: restart)
      if settings.budget.norm == .linf {
        try await climb(StripeMoves(set: set, canvas: canvas), using: &stream, oracle)
      } else {
        try await climb(HillMoves(set: set, canvas: canvas), using: &stream, oracle)
      }
    }
  }

  private func climb(_ moves: some SquareMoves, using stream: inout RandomStream, _ oracle: Oracle) async throws {
    var point = moves.start(using: &stream)
    var best = try await loss(at: point, oracle)
    for query in 1..<max(settings.queries, 1) {
      if isDone(oracle) { return }
      let share = settings.share(after: query)
      var next = point
      for _ in 0..<16 where next == point { next = moves.moved(point, share: share, using: &stream) }
      oracle.countStep()
      if next == point { continue }
      let loss = try await loss(at: next, oracle)
      if loss > best || best.isNaN { (point, best) = (next, loss) }
    }
  }

  private func loss(at point: [Float], _ oracle: Oracle) async throws -> Double {
    let aim = oracle.problem.aim
    let loss: ClassificationLoss = aim.goal.sign < 0 ? .margin : .crossEntropy
    return try await oracle.survey(point, of: AimedLoss(loss: loss, aim: aim), wantsGradient: false).loss
  }

  private func isDone(_ oracle: Oracle) -> Bool { settings.stopsOnSuccess && oracle.succeeded }
}

/// How a norm's square attack begins and what it proposes.
protocol SquareMoves {
  func start(using stream: inout RandomStream) -> [Float]
  func moved(_ point: [Float], share: Double, using stream: inout RandomStream) -> [Float]
}
