public import Attacks

extension PlannedSegmentation {
  /// Plans a mask attack, whose images are attacked one after the other.
  ///
  /// Pixels of the criterion's ignored class count nowhere, and its background is left out of the attack's scores too.
  /// `didAdvance` is told after every iteration, with the image's id and the number of iterations at most.
  public init(
    name: String, attack: any MaskAttack, budget: Budget? = nil, bounds: ClosedRange<Float>, seed: UInt64,
    criterion: MaskCriterion,
    didAdvance: @escaping (_ id: String, _ entry: MaskTraceEntry, _ limit: Int) -> Void = { _, _, _ in }
  ) {
    self.init(name: name, budget: budget, bounds: bounds, seed: seed) { jobs, victim, shouldStop in
      try jobs.map { job in
        let control = MaskControl(shouldStop: shouldStop) { didAdvance(job.id, $0, $1) }
        let found = try attack.run(Self.problem(job, victim, criterion), against: victim, control: control)
        return TracedOutcome(outcome: found.outcome, trace: IterationTrace(found.trace))
      }
    }
  }

  private static func problem(_ job: SegmentationJob, _ victim: any Victim, _ criterion: MaskCriterion) -> MaskProblem {
    let goal = MaskGoal(
      target: job.target.classes, height: job.target.height, width: job.target.width,
      classCount: victim.outputShape[0], ignoredLabel: criterion.ignored, background: criterion.background,
      aim: criterion.goalMask.aim)
    return MaskProblem(id: job.id, clean: job.clean, region: job.region, goal: goal)
  }
}

extension IterationTrace {
  init(_ entries: [MaskTraceEntry]) {
    self.init(
      iteration: entries.map(\.iteration), iou: entries.map(\.meanIoU), accuracy: entries.map(\.pixelAccuracy),
      l2: entries.map(\.l2), linf: entries.map(\.linf), multiplier: entries.map(\.multiplier))
  }
}
