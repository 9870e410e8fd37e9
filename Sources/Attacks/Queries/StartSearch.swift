internal import Tensors

/// Looks for a first point that reaches the goal.
struct StartSearch {
  let points: StartingPoints
  let path: BoundaryPath

  /// How many points are asked about at once; those after the first success of a round are not wasted, for the best is
  /// taken.
  private static let round = 10
  /// How far the ways to the successes of a round are bisected before one is chosen.
  private static let halvings = 5

  /// Nil where none was found.
  func start(for problem: AttackProblem, using stream: inout RandomStream) async throws -> [Float]? {
    let given = (points.givenByProblem[problem.id] ?? []) + points.given
    if let start = given.first(where: { $0.shape != problem.clean.shape }) {
      throw AttackError(
        attack: "start",
        complaints: ["sample \(problem.id): a given start is \(start.shape), not \(problem.clean.shape)"])
    }
    if let start = try await nearest(given.map { restricted($0.scalars) }) { return start }
    for first in stride(from: 0, to: points.draws, by: Self.round) {
      let count = min(Self.round, points.draws - first)
      let drawn = (first..<first + count).map { draw($0, using: &stream) }
      if let start = try await nearest(drawn) { return start }
    }
    return nil
  }

  /// Of the candidates that reach the goal, the one whose way crosses the boundary first, brought near it.
  ///
  /// The boundaries of several classes may have a nearest point each, and a search ends at one: the start decides at which.
  private func nearest(_ candidates: [[Float]]) async throws -> [Float]? {
    let reached = zip(candidates, try await path.meter.decisions(at: candidates)).filter { $1 }.map { $0.0 }
    // No more than a tenth of what is left is spent on the choice.
    let affordable = max(path.meter.left / 10 / Self.halvings, 1)
    var ways = reached.sorted { path.length(of: $0) < path.length(of: $1) }.prefix(affordable).map { Way(far: $0) }
    guard ways.count > 1 else { return ways.first?.far }
    for _ in 0..<Self.halvings {
      let middles = ways.map { path.point($0.middle, towards: $0.far) }
      for (index, isReached) in try await path.meter.decisions(at: middles).enumerated() {
        ways[index].note(isReached, at: middles[index])
      }
    }
    return ways.map(\.nearest).min { path.length(of: $0) < path.length(of: $1) }
  }

  /// A bisection under way.
  private struct Way {
    let far: [Float]
    private(set) var nearest: [Float]
    private var (low, high) = (0.0, 1.0)

    init(far: [Float]) {
      self.far = far
      nearest = far
    }

    var middle: Double { (low + high) / 2 }

    mutating func note(_ isReached: Bool, at point: [Float]) {
      if isReached { (high, nearest) = (middle, point) } else { low = middle }
    }
  }

  /// Uniform noise at even numbers, salt and pepper on a tenth to all of the elements at odd ones.
  private func draw(_ number: Int, using stream: inout RandomStream) -> [Float] {
    let set = path.reachable
    let (lower, upper) = (set.budget.bounds.lowerBound, set.budget.bounds.upperBound)
    let density = Float(number % Self.round + 1) / Float(Self.round)
    var point = set.clean
    for index in point.indices where set.allowed[index] {
      if number % 2 == 0 {
        point[index] = lower + stream.nextUniform() * (upper - lower)
      } else if stream.nextUniform() < density {
        point[index] = stream.next() & 1 == 0 ? lower : upper
      }
    }
    return restricted(point)
  }

  /// The allowed elements alone, within the bounds: the others have the clean value for both bounds.
  private func restricted(_ point: [Float]) -> [Float] {
    var restricted = point
    path.reachable.clip(&restricted, scale: 1)
    return restricted
  }
}
