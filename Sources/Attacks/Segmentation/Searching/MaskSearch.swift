internal import Tensors

/// An attack on a mask, written like its paper's algorithm: look, step, look again.
///
/// `search` asks its oracle, which counts passes, keeps the best image and the trace, and stops the search by throwing.
public protocol MaskSearch: MaskAttack {
  /// Nil: only the bounds limit the perturbation.
  var budget: Budget? { get }
  /// The values that an input element can take.
  var bounds: ClosedRange<Float> { get }
  var success: MaskThreshold { get }
  var merit: MaskMerit { get }
  /// What it can do with a mask.
  var aims: [MaskGoal.Aim] { get }
  /// The most steps that an image can take.
  var stepLimit: Int { get }
  /// Everything that is wrong with the settings themselves.
  var complaints: [String] { get }

  /// Searches for one image.
  ///
  /// Images that are looked at are kept by the oracle; nothing is returned. The first look must come before the first
  /// step, and whatever the oracle throws must be passed on: it is how a search is stopped.
  func search(_ oracle: MaskOracle) throws
}

extension MaskSearch {
  public var aims: [MaskGoal.Aim] { MaskGoal.Aim.allCases }
  public var merit: MaskMerit { .attainment }

  public func run(_ problem: MaskProblem, against victim: any Victim, control: MaskControl) throws -> MaskOutcome {
    let limits = MaskLimits(budget: budget, bounds: bounds)
    var complaints = complaints + limits.complaints(about: problem, against: victim)
    if !aims.contains(problem.goal.aim) {
      complaints.append("it can \(aims.map(\.rawValue).joined(separator: " or ")) masks, not \(problem.goal.aim)")
    }
    guard complaints.isEmpty else { throw AttackError(attack: name, complaints: complaints) }
    let isLong = stepLimit >= FixedPart.leastSteps
    let oracle = MaskOracle(
      problem, against: victim, success: success, merit: merit, stepLimit: stepLimit, control: control,
      fixed: isLong ? try victim.fixedPart(of: problem.clean, outside: problem.region) : nil)
    var wasInterrupted = false
    do { try search(oracle) } catch is SearchStopped { wasInterrupted = true }
    try oracle.settle()
    return oracle.outcome(wasInterrupted: wasInterrupted)
  }

  /// Where an image may go.
  func set(for problem: MaskProblem) -> FeasibleSet {
    FeasibleSet(
      clean: problem.clean, region: problem.region, budget: MaskLimits(budget: budget, bounds: bounds).budget)
  }
}
