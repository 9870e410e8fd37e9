internal import Tensors

/// Where a mask attack may move: a budget if there is one, and the bounds.
struct MaskLimits {
  /// Without a budget of its own an attack has one as wide as the bounds, which never binds before they do.
  let budget: Budget

  init(budget: Budget?, bounds: ClosedRange<Float>) {
    self.budget = budget ?? Budget(norm: .linf, size: bounds.upperBound - bounds.lowerBound, bounds: bounds)
  }

  func complaints(about problem: MaskProblem, against victim: any Victim) -> [String] {
    let input = InputCheck(inputShape: victim.inputShape, bounds: budget.bounds)
    let complaints = problem.goal.complaints(outputShape: victim.outputShape)
    let found = budget.complaints + complaints
    return found + [input.complaint(about: problem.clean, problem.region)].compactMap { $0 }
  }
}
