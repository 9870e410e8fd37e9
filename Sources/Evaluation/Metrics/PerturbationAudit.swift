public import Attacks
public import Tensors

/// Looks at an attack's answer without trusting the attack.
public enum PerturbationAudit {
  public static func audit(
    clean: Tensor, answer: Tensor, region: Region, bounds: ClosedRange<Float>, budget: Budget?,
    size: PerturbationSize
  ) -> Audit {
    precondition(clean.shape == answer.shape && region.shape == clean.shape, "PerturbationAudit: shapes differ")
    let changedOutside = region.violations(clean: clean, adversarial: answer).violations
    let outsideBounds = answer.scalars.count { !bounds.contains($0) }
    guard let budget else {
      return Audit(
        changedOutsideRegion: changedOutside, outsideBounds: outsideBounds, budgetUse: .nan, withinBudget: true)
    }
    let norm = PerturbationMeasure.norm(budget.norm, of: size), limit = Double(budget.size)
    return Audit(
      changedOutsideRegion: changedOutside, outsideBounds: outsideBounds,
      budgetUse: norm == 0 ? 0 : norm / limit, withinBudget: norm <= limit * (1 + 1e-6))
  }
}
