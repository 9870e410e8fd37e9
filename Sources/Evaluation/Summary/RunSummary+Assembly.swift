extension RunSummary {
  /// Puts together what the summaries of every task have in common.
  init(
    plan: RunDescription, attacks: [AttackSummary], seconds: [Double], robustAccuracy: Proportion? = nil,
    checks: [SanityCheck]
  ) {
    let counts = attacks.map(\.counts)
    func sum(_ count: KeyPath<RunCounts, Int>) -> Int { counts.reduce(0) { $0 + $1[keyPath: count] } }
    let total = RunCounts(
      samples: plan.samples.count * plan.attacks.count, alreadyMisclassified: sum(\.alreadyMisclassified),
      succeeded: sum(\.succeeded), failed: sum(\.failed), errors: sum(\.errors))
    self.init(
      task: plan.task, state: total.recorded == total.samples ? .complete : .interrupted, counts: total,
      attacks: attacks, robustAccuracy: robustAccuracy, sanity: plan.checks + checks, caveats: plan.caveats,
      timings: RunTimings(totalSeconds: seconds.reduce(0, +), secondsPerSample: Quartiles(of: seconds)))
  }
}
