public import Tensors

/// Where a decision attack begins: inputs known to reach the goal, or random points.
///
/// A given input is used inside the region alone and within the bounds; the rest stays as it is. For a targeted goal it
/// is typically a sample of the target class, which noise seldom finds.
public struct StartingPoints: Sendable, Equatable {
  /// Tried for every sample.
  public var given: [Tensor]
  /// Tried before those, for the sample of that id.
  public var givenByProblem: [String: [Tensor]]
  /// How many random points are tried, where none that is given reaches the goal: uniform noise over the bounds, and salt
  /// and pepper, by turns.
  public var draws: Int

  public init(given: [Tensor] = [], givenByProblem: [String: [Tensor]] = [:], draws: Int = 100) {
    self.given = given
    self.givenByProblem = givenByProblem
    self.draws = draws
  }

  var complaints: [String] {
    var complaints = draws < 0 ? ["the random starts must not be negative, are \(draws)"] : []
    let all = given + givenByProblem.values.joined()
    if all.contains(where: { !$0.scalars.allSatisfy(\.isFinite) }) {
      complaints.append("a given start has values that are not finite")
    }
    return complaints
  }
}
