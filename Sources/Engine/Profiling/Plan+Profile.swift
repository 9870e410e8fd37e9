public import Tensors

extension Plan {
  /// Times every step of some passes, each forward and back, after two that do not count.
  ///
  /// `cotangents` makes those of the graph's outputs from what `forward` returned; its own time is not counted.
  public func profile(
    _ inputs: [Tensor], passes: Int = 7, cotangents: (_ outputs: [Tensor]) -> [Tensor]
  ) throws -> PlanProfile {
    precondition(passes > 0, "Plan: a profile of \(passes) passes")
    func pass() throws -> Double {
      let begin = ContinuousClock.now
      let outputs = try forward(inputs)
      let middle = ContinuousClock.now
      guard program.boundary < program.steps.count else { return begin.duration(to: middle) / .milliseconds(1) }
      let made = cotangents(outputs)
      let resumed = ContinuousClock.now
      _ = try pullback(made)
      return (begin.duration(to: middle) + resumed.duration(to: .now)) / .milliseconds(1)
    }
    for _ in 0..<2 { _ = try pass() }
    let watch = StepStopwatch(stepCount: program.steps.count)
    stopwatch = watch
    defer { stopwatch = nil }
    let times = try (0..<passes).map { _ in try pass() }
    return PlanProfile(steps: program.profiledSteps(watch), milliseconds: times.median, passes: passes)
  }
}

extension Program {
  fileprivate func profiledSteps(_ watch: StepStopwatch) -> [PlanProfile.Step] {
    zip(steps, families).enumerated().map { index, step in
      let (step, family) = step
      let work = step.kernel.work
      return PlanProfile.Step(
        label: [step.label, work.detail].compactMap(\.self).joined(separator: ", "),
        isBackward: step.phase == .backward, family: family,
        milliseconds: watch.milliseconds(ofStep: index), operations: work.operations,
        isBFloat16: work.multipliesBFloat16,
        bytes: work.byteCount(
          inputs: step.inputs.map { counts[$0.index] }, outputs: step.outputs.map { counts[$0.index] }))
    }
  }
}
