internal import Tensors

/// Random noise of a given norm: what an attack of the same size must beat (Carlini et al., 2019, arXiv:1902.06705, ask
/// for it as a baseline).
///
///     x' = clip( x + s · n ),   n Gaussian or uniform inside the region, s such that ‖x' − x‖ is the budget's size
///
/// The norm is that after clipping, in any norm but L0, exact but for the last bits and never larger; where bounds leave
/// less room than the size, all of the room is used. Every draw comes from a stream of its own. Needs decisions.
public struct NoiseAttack: BoundedAttack, SampleAttack, Hashable {
  public let name: String
  public let settings: NoiseSettings

  public init(name: String? = nil, settings: NoiseSettings) {
    self.name = name ?? "\(settings.kind.rawValue)-noise"
    self.settings = settings
  }

  public var budget: Budget? { settings.budget }

  public func working(within bounds: ClosedRange<Float>) -> NoiseAttack {
    var settings = settings
    settings.budget = Budget(norm: settings.budget.norm, size: settings.budget.size, bounds: bounds)
    return NoiseAttack(name: name, settings: settings)
  }

  public var needs: VictimAccess { .decisions }
  public var bounds: ClosedRange<Float> { settings.budget.bounds }
  public var stepLimit: Int { settings.draws }
  public var complaints: [String] { settings.complaints }

  /// How many draws of a sample share a question.
  private var rows: Int { 8 }

  public func search(_ oracle: Oracle) async throws {
    let problem = oracle.problem
    let set = FeasibleSet(
      clean: problem.clean, region: problem.region, budget: settings.budget, direction: problem.direction)
    try await oracle.look(at: set.clean)
    guard settings.budget.size > 0 else { return }
    for start in stride(from: 0, to: settings.draws, by: rows) {
      if settings.stopsOnSuccess && oracle.succeeded { return }
      let points = (start..<min(start + rows, settings.draws)).map { draw in
        var stream = RandomStream(seed: settings.seed, sample: problem.id, attack: name, restart: draw)
        let noise = settings.kind.draw(in: problem.region, using: &stream)
        return Ray(from: problem, along: noise, bounds: bounds).point(length: settings.budget, in: set)
      }
      for _ in points { oracle.countStep() }
      try await oracle.looks(at: points)
    }
  }
}

/// How noise of a given norm is drawn.
public struct NoiseSettings: Sendable, Hashable {
  /// The norm is Linf, L2 or L1.
  public var budget: Budget
  public var kind: NoiseKind
  /// How many draws are tried.
  public var draws: Int
  public var seed: UInt64
  /// Off: all draws are tried, and the one with the largest margin is returned.
  public var stopsOnSuccess: Bool

  public init(
    budget: Budget, kind: NoiseKind = .gaussian, draws: Int = 100, seed: UInt64 = 0, stopsOnSuccess: Bool = true
  ) {
    self.budget = budget
    self.kind = kind
    self.draws = draws
    self.seed = seed
    self.stopsOnSuccess = stopsOnSuccess
  }

  var complaints: [String] {
    var complaints: [String] = []
    if draws < 1 { complaints.append("at least 1 draw is needed, are \(draws)") }
    if budget.norm == .l0 { complaints.append("noise changes every element: it has no l0 budget") }
    return complaints + budget.complaints
  }
}
