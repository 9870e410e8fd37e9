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

  /// Looks at the clean input and for starts, then lets the attack approach from the best one until it is through or the
  /// queries are spent.
  ///
  /// The attack moves `point` as it goes, from any point that reaches the goal to a nearer one. Points that do not reach the
  /// goal are not offered, so that without a start the clean input is what is returned.
  func approaching(
    _ oracle: Oracle, _ approach: Approach
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
      let starts = try await search.starts(mostWalks, for: problem, using: &stream)
      guard var point = try await best(of: starts, path, &stream, approach) else { return }
      try await approach(&point, path, &stream)
    } catch is SearchEnded {}
  }

  /// A walk towards the clean input, as far as the path's meter lets it.
  typealias Approach = (_ point: inout [Float], BoundaryPath, _ stream: inout RandomStream) async throws -> Void

  /// What a walk from one start may ask before it is compared with others: a twentieth of all, and so little that the
  /// trials together, fewer by half each time, leave half of all to the best.
  private var trialQueries: Int { min(settings.queries / 20, settings.queries / (4 * settings.walks)) }

  /// Walks of fewer than 50 queries would say nothing.
  private var mostWalks: Int { trialQueries < 50 ? 1 : settings.walks }

  /// Where to go on: all starts walk for a while, then the better half of them, until one is left (successive halving).
  ///
  /// The boundaries of several classes have a nearest point each, and a walk ends at one, however far it is.
  private func best(
    of starts: [[Float]], _ path: BoundaryPath, _ stream: inout RandomStream, _ approach: Approach
  ) async throws -> [Float]? {
    var points = starts
    while points.count > 1 {
      for index in points.indices {
        do { try await approach(&points[index], path.limited(to: trialQueries), &stream) } catch is SearchEnded {}
      }
      let order = points.indices.sorted { path.length(of: points[$0]) < path.length(of: points[$1]) }
      points = order.prefix(points.count / 2).map { points[$0] }
    }
    return points.first
  }
}
