/// What is done to shorten a success once an attack has found one.
///
/// 1. The line from the clean input to the success is searched for the boundary (`BoundaryLine`).
/// 2. For an untargeted goal the boundaries with the leading classes, straight as they look from the clean input, are
///    tried: an attack that climbs the margin goes for the class with the largest logit, which need not be the nearest.
/// 3. Rounds: the boundary is taken for straight where it was met, and the nearest point of it, inside bounds and region,
///    is looked at, with others on the way there. (The idea of FAB, Croce and Hein, 2020, arXiv:1907.02044, and of
///    Brendel et al., 2019, arXiv:1907.01003, in its simplest form.) Where it fails, the boundary as it looks from there
///    has to be met as well (`FeasibleSet.corner`; not for L0): a target may begin where two boundaries meet.
///
/// On a linear victim the result is the optimum but for the tolerance, for an untargeted goal and, with corners, for a class
/// as goal (`FeasibleSet.corner`). A success is never lost, and nothing is done without one.
public struct BoundaryRefinement: Sendable, Hashable {
  /// The most rounds of the third kind; they end when one gains less than the tolerance.
  public var rounds: Int
  /// How many classes the second step tries, a backward pass each.
  public var classes: Int
  /// The most boundaries that are added to the first one of a round, a backward pass each.
  public var corners: Int
  /// The most forward passes for one line.
  public var lineLooks: Int
  /// How near to the boundary a line search must come, as a share of the length.
  public var tolerance: Double
  /// Inputs of at most so many elements, where geometry costs next to nothing, get all that `full` does.
  public var smallInput: Int

  public init(
    rounds: Int, classes: Int, corners: Int = 8, lineLooks: Int = 12, tolerance: Double = 1e-4, smallInput: Int = 0
  ) {
    self.rounds = rounds
    self.classes = classes
    self.corners = corners
    self.lineLooks = lineLooks
    self.tolerance = tolerance
    self.smallInput = smallInput
  }

  /// The attack as it is in its paper.
  public static let none = BoundaryRefinement(rounds: 0, classes: 0, lineLooks: 0)
  /// Back to the boundary on the line to the clean input.
  public static let line = BoundaryRefinement(rounds: 0, classes: 0)
  /// Straight boundaries one at a time: the geometry costs no more than the passes it asks for.
  ///
  /// Small inputs get all that `full` does.
  public static let quick = BoundaryRefinement(rounds: 4, classes: 10, corners: 0, smallInput: 4096)
  /// Small inputs get all, others nothing.
  public static let smallInputs = BoundaryRefinement(rounds: 0, classes: 0, lineLooks: 0, smallInput: 4096)
  /// Corners between several boundaries too; on inputs of 100,000 elements that geometry costs more than the network.
  public static let full = BoundaryRefinement(rounds: 8, classes: 10)

  var complaints: [String] {
    var complaints: [String] = []
    if min(rounds, classes, corners, lineLooks) < 0 {
      complaints.append(
        "the refinement's numbers must not be negative, are \(rounds), \(classes), \(corners), \(lineLooks)")
    }
    if !(tolerance > 0 && tolerance < 1) {
      complaints.append("the refinement's tolerance must lie between 0 and 1, is \(tolerance)")
    }
    return complaints
  }

  /// Shortens an oracle's shortest success, beyond the limit or not; `clean` is what was seen at the clean input.
  func shorten(_ oracle: Oracle, from clean: Look, in set: FeasibleSet) async throws {
    guard let length = oracle.shortest?.length, length > 0 else { return }
    if set.clean.count <= smallInput { return try await Self.full.shorten(oracle, from: clean, in: set) }
    let shortener = BoundaryShortener(oracle: oracle, set: set, clean: clean, limits: self)
    try await shortener.searchLine()
    if classes > 1, case .untargeted = oracle.problem.aim.goal, clean.logits.count > 2 {
      try await shortener.tryClasses()
    }
    for _ in 0..<rounds {
      let before = shortener.length
      try await shortener.straighten()
      if shortener.length > before * (1 - tolerance) { return }
    }
  }
}
