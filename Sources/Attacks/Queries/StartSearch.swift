internal import Tensors

/// Looks for a first point that reaches the goal.
struct StartSearch {
  let points: StartingPoints
  let path: BoundaryPath

  /// How many points are asked about at once; what comes after the first success of a round is not wasted, for the
  /// shortest one is taken.
  private static let round = 10

  /// Nil where none was found.
  func start(for problem: AttackProblem, using stream: inout RandomStream) async throws -> [Float]? {
    let given = (points.givenByProblem[problem.id] ?? []) + points.given
    if let start = given.first(where: { $0.shape != problem.clean.shape }) {
      throw AttackError(
        attack: "start",
        complaints: ["sample \(problem.id): a given start is \(start.shape), not \(problem.clean.shape)"])
    }
    if let start = try await shortest(given.map { restricted($0.scalars) }) { return start }
    for first in stride(from: 0, to: points.draws, by: Self.round) {
      let count = min(Self.round, points.draws - first)
      let drawn = (first..<first + count).map { draw($0, using: &stream) }
      if let start = try await shortest(drawn) { return start }
    }
    return nil
  }

  private func shortest(_ candidates: [[Float]]) async throws -> [Float]? {
    let reached = try await path.meter.decisions(at: candidates)
    return zip(candidates, reached).filter { $1 }.map { $0.0 }.min { path.length(of: $0) < path.length(of: $1) }
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

  private func restricted(_ point: [Float]) -> [Float] {
    let set = path.reachable
    var restricted = set.clean
    for index in restricted.indices where set.allowed[index] { restricted[index] = point[index] }
    set.clip(&restricted, scale: 1)
    return restricted
  }
}
