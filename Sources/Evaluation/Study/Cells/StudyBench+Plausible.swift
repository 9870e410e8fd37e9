internal import Attacks
internal import Tensors

extension StudyBench {
  /// One line of the table of restricted perturbations.
  func plausible(_ subject: StudySubject, _ restriction: StudyRestriction) throws -> PlausibleRow? {
    let base = settings.sweep.attack(size: settings.plausibleSize, bounds: settings.bounds)
    let attack = PlausibleAttack(base, bounds: settings.bounds, plausibility: restriction.plausibility)
    let attempts = try attempts(on: subject, settings.framing, at: places(.plausible)) { recording in
      guard let allows = restriction.allows else { return everything(recording) }
      return Region(
        shape: recording.input.shape, allowed: recording.input.scalars.map(allows), name: restriction.name)
    }
    guard let attacked = try attacked(attempts, on: subject, by: attack, budget: base.settings.budget) else {
      return nil
    }
    let lit = attacked.filter(\.succeeded).map { one in
      Double(zip(one.attempt.problem.clean.scalars, one.outcome.adversarial.scalars).count { $0 == 0 && $1 != 0 })
    }
    return PlausibleRow(
      victim: subject.name, restriction: restriction.name, norm: settings.sweep.norm.rawValue,
      size: Double(settings.plausibleSize), measure: StudyMeasure(of: attacked),
      successAfterStorage: try afterStorage(attacked, subject), newlyLit: Quartiles(of: lit))
  }

  /// Successes that are still there when the example was written to a file and read again.
  private func afterStorage(_ attacked: [StudyAttacked], _ subject: StudySubject) throws -> Proportion? {
    guard let grid = settings.storage else { return nil }
    let said = try predictions(attacked.map { grid.rounding($0.outcome.adversarial) }, subject.victim)
    let kept = zip(attacked, said).count { $0.succeeded && $0.attempt.problem.aim.goal.isReached(by: $1) }
    return Proportion(kept, of: attacked.count)
  }
}
