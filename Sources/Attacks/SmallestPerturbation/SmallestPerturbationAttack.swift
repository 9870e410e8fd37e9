internal import Tensors

/// An attack that looks for the shortest perturbation that reaches the goal; the norm is the result.
///
/// What all of them share is written here: a goal that the clean input reaches already ends the search at once, and a
/// success is shortened at the end (`BoundaryRefinement`). What is left for each is how it gets to a success.
public protocol SmallestPerturbationAttack: SampleAttack, BoundedAttack {
  var seeking: SmallestPerturbation { get set }

  /// The loss by which failures are compared.
  func loss(for goal: ClassGoal) -> ClassificationLoss

  /// Looks for successes from the clean input on, which does not reach the goal; the oracle keeps the shortest.
  func approach(_ oracle: Oracle, from clean: Look) async throws
}

extension SmallestPerturbationAttack {
  public var bounds: ClosedRange<Float> { seeking.bounds }
  public var merit: Merit { .shortness(seeking.norm, limit: seeking.largestNorm) }
  public var budget: Budget? {
    seeking.largestNorm.map { Budget(norm: seeking.norm, size: $0, bounds: seeking.bounds) }
  }

  public func loss(for goal: ClassGoal) -> ClassificationLoss { .margin }

  public func working(within bounds: ClosedRange<Float>) -> Self {
    var attack = self
    attack.seeking.bounds = bounds
    return attack
  }

  public func search(_ oracle: Oracle) async throws {
    let problem = oracle.problem
    let clean = try await oracle.look(at: problem.clean.scalars, judgedBy: loss(for: problem.aim.goal))
    if clean.isReached || seeking.largestNorm == 0 { return }
    try await approach(oracle, from: clean)
    try await seeking.refinement.shorten(oracle, from: clean, in: seeking.set(for: problem))
  }
}

/// What is said of settings that several attacks have.
enum Complaint {
  static func unlessPositive(_ value: Float?, _ what: String) -> [String] {
    guard let value, !(value > 0 && value.isFinite) else { return [] }
    return ["\(what) must be positive, is \(value)"]
  }

  static func unlessCounting(_ count: Int, _ what: String) -> [String] {
    count < 1 ? ["\(what) must be at least 1, are \(count)"] : []
  }
}
