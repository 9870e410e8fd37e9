public import Tensors

/// What an independent look at an adversarial example found: the attack's own word counts for nothing here.
public struct Verification: Sendable, Hashable {
  /// The class in a fresh forward pass; nil where the logits are not numbers.
  public let prediction: Int?
  /// Whether that class reaches the goal.
  public let succeeded: Bool
  /// The same after the example was stored and read again; nil where no storage was given.
  public let storedPrediction: Int?
  public let survivesStorage: Bool?
  public let constraints: ConstraintAudit
}

/// Whether an adversarial example keeps to what was allowed.
public struct ConstraintAudit: Sendable, Hashable, CustomStringConvertible {
  public let region: RegionAudit
  public let norms: PerturbationNorms
  /// Whether the budget's norm is at most `(1 + 10⁻⁶)` times the budget.
  public let isWithinBudget: Bool
  /// How many elements inside the region lie outside the bounds or are not numbers.
  public let outOfBounds: Int

  public init(clean: Tensor, adversarial: Tensor, region: Region, budget: Budget) {
    self.region = region.violations(clean: clean, adversarial: adversarial)
    norms = PerturbationNorms(clean: clean, adversarial: adversarial)
    isWithinBudget = norms(budget.norm) <= Double(budget.size) * (1 + 1e-6)
    outOfBounds = zip(adversarial.scalars, region.allowed).count { $1 && !budget.bounds.contains($0) }
  }

  public var isClean: Bool { region.isClean && isWithinBudget && outOfBounds == 0 }

  public var description: String {
    guard !isClean else { return "inside region, budget and bounds" }
    var faults: [String] = []
    if !region.isClean { faults.append(region.description) }
    if !isWithinBudget { faults.append("over the budget: L2 \(norms.l2), Linf \(norms.linf)") }
    if outOfBounds > 0 { faults.append("\(outOfBounds) elements out of bounds") }
    return faults.joined(separator: "; ")
  }
}

/// Looks at adversarial examples again, in fresh forward passes.
public struct Verifier {
  public let budget: Budget
  /// Stores an input and reads it again (8-bit image, the recording's own number type); nil where that is not asked.
  public let storage: ((Tensor) -> Tensor)?

  public init(budget: Budget, storage: ((Tensor) -> Tensor)? = nil) {
    self.budget = budget
    self.storage = storage
  }

  /// One verification for each problem, `adversarials` in the same order: one forward pass for the batch, and one more
  /// with `storage`.
  public func callAsFunction(
    _ adversarials: [Tensor], of problems: [AttackProblem], against victim: any Victim
  ) throws -> [Verification] {
    precondition(
      adversarials.count == problems.count, "Verifier: \(adversarials.count) examples of \(problems.count) problems")
    guard !problems.isEmpty else { return [] }
    let fresh = try predictions(adversarials, victim)
    let stored = try storage.map { try predictions(adversarials.map($0), victim) }
    return problems.indices.map { index in
      let problem = problems[index]
      let goal = problem.aim.goal
      return Verification(
        prediction: fresh[index], succeeded: goal.isReached(by: fresh[index]),
        storedPrediction: stored?[index], survivesStorage: stored.map { goal.isReached(by: $0[index]) },
        constraints: ConstraintAudit(
          clean: problem.clean, adversarial: adversarials[index], region: problem.region, budget: budget))
    }
  }

  private func predictions(_ samples: [Tensor], _ victim: any Victim) throws -> [Int?] {
    Prediction.classIndices(of: try victim.logits(of: Tensor(batching: samples)))
  }
}
