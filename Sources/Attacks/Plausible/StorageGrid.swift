public import Tensors

/// The values that a file can hold, in the victim's input units.
///
/// `rounding` stores an input and reads it again. A clean input is on the grid already, as it came from a file.
public struct StorageGrid: Sendable {
  public let name: String
  /// Whether what is read of a value depends on that value and its place alone.
  public let keepsValuesApart: Bool
  public let rounding: @Sendable (Tensor) -> Tensor

  public init(name: String, keepsValuesApart: Bool = false, rounding: @escaping @Sendable (Tensor) -> Tensor) {
    self.name = name
    self.keepsValuesApart = keepsValuesApart
    self.rounding = rounding
  }

  /// An example brought onto the grid inside its region, and back into the budget where rounding led out of it.
  ///
  /// An element (Linf) or the whole perturbation (L2) that is too large is pulled towards the clean input, in steps of
  /// a quarter, until its rounded form fits; in the end it is the clean input, which does.
  func settled(_ adversarial: Tensor, of problem: AttackProblem, budget: Budget?) -> Tensor {
    var wanted = adversarial
    for _ in 0..<24 {
      let rounded = problem.region.selecting(finite(rounding(wanted), or: problem.clean), over: problem.clean)
      guard let budget else { return raised(rounded, problem) }
      let kept = raised(rounded, problem)
      guard let smaller = pulledBack(wanted, rounded: kept, clean: problem.clean, budget: budget) else { return kept }
      wanted = smaller
    }
    return problem.clean
  }

  /// Nil where the rounded example keeps to budget and bounds.
  private func pulledBack(_ wanted: Tensor, rounded: Tensor, clean: Tensor, budget: Budget) -> Tensor? {
    let limit = Double(budget.size)
    let isTooLong = budget.norm == .l2 && PerturbationNorms(clean: clean, adversarial: rounded).l2 > limit
    var smaller = wanted.scalars
    var changed = false
    for index in smaller.indices {
      let distance = abs(Double(rounded.scalars[index]) - Double(clean.scalars[index]))
      let isTooFar = budget.norm == .linf && distance > limit
      let isOut = distance > 0 && !budget.bounds.contains(rounded.scalars[index])
      guard isTooLong || isTooFar || isOut else { continue }
      changed = true
      smaller[index] = clean.scalars[index] + 0.75 * (smaller[index] - clean.scalars[index])
    }
    return changed ? Tensor(shape: wanted.shape, scalars: smaller) : nil
  }

  private func raised(_ rounded: Tensor, _ problem: AttackProblem) -> Tensor {
    guard problem.direction == .upwards else { return rounded }
    return Tensor(shape: rounded.shape, scalars: zip(rounded.scalars, problem.clean.scalars).map { max($0, $1) })
  }

  /// What cannot be stored stays as it was.
  private func finite(_ rounded: Tensor, or clean: Tensor) -> Tensor {
    Tensor(shape: rounded.shape, scalars: zip(rounded.scalars, clean.scalars).map { $0.isFinite ? $0 : $1 })
  }
}

/// A victim that sees its inputs as a file would give them back; the rounding's derivative is taken as 1
/// (straight-through: Bengio, Léonard, Courville, 2013, arXiv:1308.3432).
final class StoredInputVictim: Victim {
  private let victim: any Victim
  private let grid: StorageGrid

  init(_ victim: any Victim, grid: StorageGrid) {
    self.victim = victim
    self.grid = grid
  }

  var inputShape: [Int] { victim.inputShape }
  var outputShape: [Int] { victim.outputShape }
  var gradientLogitsAreRough: Bool { victim.gradientLogitsAreRough }
  func passSizes(for count: Int) -> [Int] { victim.passSizes(for: count) }

  func logits(of inputs: Tensor) throws -> Tensor { try victim.logits(of: stored(inputs)) }

  func logitsAndGradient(
    at inputs: Tensor, cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    try victim.logitsAndGradient(at: stored(inputs), cotangent: cotangent)
  }

  /// The victim's, where a change in one place reaches no other through the file.
  func fixedPart(of clean: Tensor, outside region: Region) throws -> FixedPart? {
    try grid.keepsValuesApart ? victim.fixedPart(of: grid.rounding(clean), outside: region) : nil
  }

  func logits(of inputs: Tensor, beside fixed: [FixedPart]) throws -> Tensor {
    try victim.logits(of: stored(inputs), beside: fixed)
  }

  func logitsAndGradient(
    at inputs: Tensor, beside fixed: [FixedPart], cotangent: (_ logits: Tensor, _ index: Int) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    try victim.logitsAndGradient(at: stored(inputs), beside: fixed, cotangent: cotangent)
  }

  private func stored(_ inputs: Tensor) -> Tensor { Tensor(batching: inputs.samples.map(grid.rounding)) }
}
