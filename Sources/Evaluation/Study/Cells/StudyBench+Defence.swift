internal import Attacks
internal import Tensors

extension StudyBench {
  /// One line of the table of defences: what the padding attack does to the victim, to its defended form unawares, and to
  /// the defended form with knowledge; and what is left of robustness against changes anywhere.
  func defence(_ victim: StudySubject, _ defended: StudySubject?) throws -> DefenceRow? {
    let framing = settings.paddedFraming
    let places = places(.defences)
    let attack = settings.sweep.attack(size: settings.defenceSize, bounds: settings.bounds)
    let shown = defended ?? victim
    func run(_ subject: StudySubject, _ region: (StudyRecording) -> Region) throws -> [StudyAttacked]? {
      let others = subject.name == victim.name && defended != nil ? [shown] : []
      let attempts = try attempts(on: subject, framing, at: places, alsoRight: others, region: region)
      return try attacked(attempts, on: subject, by: attack, budget: attack.settings.budget)
    }
    guard let crafted = try run(victim, paddingFrames), let adaptive = try run(shown, paddingFrames),
      let all = try run(shown, everything)
    else { return nil }
    return DefenceRow(
      victim: victim.name, defence: defended?.defence?.name ?? "none",
      words: defended?.defence?.words ?? "The victim as it is.", norm: settings.sweep.norm.rawValue,
      size: Double(settings.defenceSize), cleanAccuracy: try accuracy(shown, framing, at: places),
      paddingObliviously: try obliviously(crafted, to: shown), paddingAdaptively: StudyMeasure(of: adaptive),
      allFramesAdaptively: StudyMeasure(of: all))
  }

  /// Examples crafted elsewhere, shown to a (defended) victim.
  private func obliviously(_ crafted: [StudyAttacked], to shown: StudySubject) throws -> StudyMeasure {
    let inputs = try crafted.map { one in
      var recording = one.attempt.recording
      recording.input = one.outcome.adversarial
      return try input(recording, for: shown)
    }
    let said = try predictions(inputs, shown.victim)
    let misled = Dictionary(
      zip(crafted, said).map { ($0.attempt.index, $0.passedAudit && $0.attempt.problem.aim.goal.isReached(by: $1)) },
      uniquingKeysWith: { first, _ in first })
    return StudyMeasure(of: crafted) { misled[$0.attempt.index] ?? false }
  }
}
