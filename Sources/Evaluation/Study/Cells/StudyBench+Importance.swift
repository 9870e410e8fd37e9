internal import Attacks
internal import Explanations
internal import Tensors

extension StudyBench {
  /// Whether perturbations go to the frames that matter, with a few recordings to show.
  func importance(
    _ subject: StudySubject, isPadding: Bool, id: String
  ) throws -> (ImportanceRow, [StudyExample], [NamedArray])? {
    guard let explain = subject.explain else { throw StudyError("\(subject.name) has no heat maps") }
    let framing = isPadding ? settings.paddedFraming : settings.framing
    let attack = settings.importanceSweep.attack(size: settings.importanceSize, bounds: settings.bounds)
    let attempts = try attempts(
      on: subject, framing, at: places(.importance), region: isPadding ? paddingFrames : everything)
    guard let attacked = try attacked(attempts, on: subject, by: attack, budget: attack.settings.budget) else {
      return nil
    }
    let region = isPadding ? "padding" : "all"
    var statistics = ImportanceStatistics(topShare: settings.topShare)
    var shelf = ExampleShelf(
      experiment: .importance, victim: subject.name, attack: settings.importanceSweep.name, region: region, id: id,
      limit: settings.exampleCount)
    for one in attacked {
      let clean = one.attempt.problem.clean
      let before = try explain(clean, one.attempt.recording.label)
      let after = try explain(one.outcome.adversarial, one.prediction ?? one.attempt.recording.label)
      let perturbation = PerturbationMeasure.perFrame(
        clean: clean, changed: one.outcome.adversarial, layout: SampleLayout(shape: clean.shape, axes: settings.axes))
      let kinds = one.attempt.recording.frameKinds
      statistics.add(
        perturbation: perturbation, before: before.frameImportance, after: after.frameImportance, kinds: kinds,
        isInRegion: kinds.map { !isPadding || $0 == .padding })
      shelf.add(one, before: before, after: after, perturbation: perturbation, id: source.ids[one.attempt.index])
    }
    let row = statistics.row(victim: subject.name, region: region, attack: settings.importanceSweep.name)
    return (row, shelf.examples, shelf.arrays)
  }
}
