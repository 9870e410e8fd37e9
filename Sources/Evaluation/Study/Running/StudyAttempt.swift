internal import Attacks
internal import Tensors

/// One recording about to be attacked.
struct StudyAttempt {
  /// The recording's place in the study.
  let index: Int
  let recording: StudyRecording
  let problem: AttackProblem
}

/// The same afterwards, looked at without trusting the attack.
struct StudyAttacked {
  let attempt: StudyAttempt
  let outcome: Outcome
  /// In a fresh forward pass.
  let prediction: Int?
  let norms: PerturbationNorms
  let passedAudit: Bool

  init(attempt: StudyAttempt, outcome: Outcome, prediction: Int?, bounds: ClosedRange<Float>, budget: Budget?) {
    self.attempt = attempt
    self.outcome = outcome
    self.prediction = prediction
    let problem = attempt.problem
    let limit = budget ?? Budget(norm: .l2, size: .infinity, bounds: bounds)
    let audit = ConstraintAudit(
      clean: problem.clean, adversarial: outcome.adversarial, region: problem.region, budget: limit)
    norms = audit.norms
    passedAudit = audit.isClean
  }

  var succeeded: Bool { passedAudit && attempt.problem.aim.goal.isReached(by: prediction) }
  var changedShare: Double { Double(norms.l0) / Double(max(attempt.problem.clean.count, 1)) }
}

extension StudyMeasure {
  init(of attacked: [StudyAttacked]) {
    self.init(of: attacked) { $0.succeeded }
  }

  init(of attacked: [StudyAttacked], succeeded: (StudyAttacked) -> Bool) {
    let successes = attacked.filter(succeeded)
    self.init(
      success: Proportion(successes.count, of: attacked.count), l2: Quartiles(of: successes.map(\.norms.l2)),
      linf: Quartiles(of: successes.map(\.norms.linf)), changedShare: Quartiles(of: successes.map(\.changedShare)),
      auditFailures: attacked.count { !$0.passedAudit },
      vanishedGradients: attacked.count { $0.outcome.gradientVanished })
  }
}
