internal import Tensors

/// An attack that sees the decisions alone and makes a perturbation small, within a number of queries.
public protocol DecisionAttack: SampleAttack, BoundedAttack {
  /// What is made small.
  var norm: Norm { get }
  var settings: DecisionSettings { get set }
}

extension DecisionAttack {
  public var needs: VictimAccess { .decisions }
  public var merit: Merit { .shortness(norm, limit: settings.largestNorm) }
  public var bounds: ClosedRange<Float> { settings.bounds }
  public var stepLimit: Int { settings.queries }
  public var budget: Budget? {
    settings.largestNorm.map { Budget(norm: norm, size: $0, bounds: settings.bounds) }
  }

  public func working(within bounds: ClosedRange<Float>) -> Self {
    var attack = self
    attack.settings.bounds = bounds
    return attack
  }

  /// Looks at the clean input and for a start, then lets the attack approach until it is through or the queries are
  /// spent.
  ///
  /// Points that do not reach the goal are not offered, so that without a start the clean input is what is returned.
  func approaching(
    _ oracle: Oracle, _ approach: (_ start: [Float], BoundaryPath, _ stream: inout RandomStream) async throws -> Void
  ) async throws {
    let problem = oracle.problem
    let meter = QueryMeter(oracle: oracle, limit: settings.queries)
    let path = BoundaryPath(
      norm: norm, reachable: .reachable(problem, bounds: settings.bounds), meter: meter)
    var stream = RandomStream(seed: settings.seed, sample: problem.id, attack: name)
    do {
      let clean = try await meter.look(at: problem.clean.scalars)
      if clean.isReached || settings.largestNorm == 0 { return }
      let search = StartSearch(points: settings.starts, path: path)
      guard let start = try await search.start(for: problem, using: &stream) else { return }
      try await approach(start, path, &stream)
    } catch is SearchEnded {}
  }
}
