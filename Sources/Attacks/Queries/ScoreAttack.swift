internal import Tensors

/// An attack of a fixed size that sees the scores alone, within a number of queries.
public protocol ScoreAttack: SampleAttack, BoundedAttack {
  var settings: ScoreSettings { get set }
}

extension ScoreAttack {
  public var needs: VictimAccess { .scores }
  public var budget: Budget? { settings.budget }
  public var bounds: ClosedRange<Float> { settings.budget.bounds }
  public var loss: ClassificationLoss { settings.loss }
  public var stepLimit: Int { settings.queries }

  public func working(within bounds: ClosedRange<Float>) -> Self {
    var attack = self
    attack.settings.budget = Budget(norm: settings.budget.norm, size: settings.budget.size, bounds: bounds)
    return attack
  }

  /// Looks at the clean input, then lets the attack climb until it is through or the queries are spent.
  func climbing(
    _ oracle: Oracle,
    _ climb: (_ clean: Look, FeasibleSet, QueryMeter, _ stream: inout RandomStream) async throws -> Void
  ) async throws {
    let problem = oracle.problem
    let set = FeasibleSet(
      clean: problem.clean, region: problem.region, budget: settings.budget, direction: problem.direction)
    let meter = QueryMeter(
      oracle: oracle, limit: settings.queries, loss: settings.loss, stopsOnSuccess: settings.stopsOnSuccess)
    var stream = RandomStream(seed: settings.seed, sample: problem.id, attack: name)
    do {
      let clean = try await meter.look(at: set.clean)
      // A budget of nothing has one point, and that was it.
      guard settings.budget.size > 0 else { return }
      try await climb(clean, set, meter, &stream)
    } catch is SearchEnded {}
  }
}

extension FeasibleSet {
  /// The inputs that differ from the clean one inside the region alone, within the bounds: what may be asked about.
  static func reachable(_ problem: AttackProblem, bounds: ClosedRange<Float>) -> FeasibleSet {
    FeasibleSet(
      clean: problem.clean, region: problem.region, budget: Budget(norm: .l2, size: .infinity, bounds: bounds),
      direction: problem.direction)
  }
}
