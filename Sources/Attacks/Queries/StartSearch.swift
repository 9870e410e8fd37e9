internal import Tensors

/// Looks for first points that reach the goal.
struct StartSearch {
  let points: StartingPoints
  let path: BoundaryPath

  /// How many points are asked about at once; those after the first success of a round are not wasted, for the best is
  /// taken.
  private static let round = 10
  /// How far the ways to the successes of a round are bisected before one is chosen.
  private static let halvings = 5

  /// As many starts as are wanted or fewer, on boundaries with different classes if there are such; none where none was
  /// found.
  ///
  /// Given starts that reach the goal are all that is used. More random points than it takes for one start are drawn where
  /// more classes are wanted, up to a two hundredth of the queries; bisecting the ways comes on top. A class as goal has
  /// boundaries with that class alone.
  func starts(
    _ count: Int, for problem: AttackProblem, using stream: inout RandomStream
  ) async throws -> [[Float]] {
    let given = (points.givenByProblem[problem.id] ?? []) + points.given
    if let start = given.first(where: { $0.shape != problem.clean.shape }) {
      throw AttackError(
        attack: "start",
        complaints: ["sample \(problem.id): a given start is \(start.shape), not \(problem.clean.shape)"])
    }
    var found = chosen(count, of: try await ways(to: given.map { restricted($0.scalars) }))
    if !found.isEmpty { return found.map(\.nearest) }
    let classes = if case .untargeted = problem.aim.goal { count } else { 1 }
    for first in stride(from: 0, to: points.draws, by: Self.round) {
      let last = min(first + Self.round, points.draws)
      let drawn = (first..<last).map { draw($0, using: &stream) }
      found = chosen(count, of: found + (try await ways(to: drawn)))
      let isEnough = Set(found.map(\.reached)).count >= classes || last * 200 >= path.meter.limit
      if !found.isEmpty, isEnough { break }
    }
    return found.map(\.nearest)
  }

  /// The ways to those of the candidates that reach the goal, brought near the boundary that they cross first.
  private func ways(to candidates: [[Float]]) async throws -> [Way] {
    let reached = zip(candidates, try await path.meter.reachedClasses(at: candidates)).compactMap { far, reached in
      reached.map { Way(far: far, reached: $0) }
    }
    // No more than a tenth of what is left is spent on the choice.
    let affordable = max(path.meter.left / 10 / Self.halvings, 1)
    var ways = Array(reached.sorted { path.length(of: $0.far) < path.length(of: $1.far) }.prefix(affordable))
    guard ways.count > 1 else { return ways }
    for _ in 0..<Self.halvings {
      let middles = ways.map { path.point($0.middle, towards: $0.far) }
      for (index, reached) in try await path.meter.reachedClasses(at: middles).enumerated() {
        ways[index].note(reached, at: middles[index])
      }
    }
    return ways
  }

  /// The shortest way to each class, the shortest first, then the others.
  ///
  /// The boundaries of several classes may have a nearest point each, and a search ends at one: the start decides at which.
  private func chosen(_ count: Int, of ways: [Way]) -> [Way] {
    let sorted = ways.sorted { path.length(of: $0.nearest) < path.length(of: $1.nearest) }
    var classes: Set<Int> = []
    var (firsts, others): ([Way], [Way]) = ([], [])
    for way in sorted {
      if classes.insert(way.reached).inserted { firsts.append(way) } else { others.append(way) }
    }
    return Array((firsts + others).prefix(count))
  }

  /// A bisection under way.
  private struct Way {
    let far: [Float]
    private(set) var nearest: [Float]
    /// The class at the nearest point.
    private(set) var reached: Int
    private var (low, high) = (0.0, 1.0)

    init(far: [Float], reached: Int) {
      self.far = far
      self.reached = reached
      nearest = far
    }

    var middle: Double { (low + high) / 2 }

    mutating func note(_ reached: Int?, at point: [Float]) {
      guard let reached else {
        low = middle
        return
      }
      (high, nearest, self.reached) = (middle, point, reached)
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
