internal import Attacks
internal import Tensors

/// Where cells are filled: recordings in their framings, clean answers, attacks and their verification.
///
/// A class, because recordings and clean answers are kept from cell to cell.
final class StudyBench {
  let source: any StudySource
  let settings: StudySettings
  let subjects: [StudySubject]
  /// Told how far the present cell is, 0...1.
  var didAdvance: (Double) -> Void = { _ in }
  private let shouldStop: () -> Bool
  private var recordings: [StudyFraming: [StudyRecording]] = [:]
  private var answers: [AnswerKey: [Int?]] = [:]

  private struct AnswerKey: Hashable {
    let subject: String
    let framing: StudyFraming
  }

  /// A finished cell with the arrays that its examples name.
  struct Filled {
    var cell: StudyCell
    var arrays: [NamedArray] = []
  }

  init(
    source: any StudySource, settings: StudySettings, subjects: [StudySubject], shouldStop: @escaping () -> Bool
  ) {
    self.source = source
    self.settings = settings
    self.subjects = subjects
    self.shouldStop = shouldStop
  }

  /// - Returns: nil when it was stopped in the middle.
  func fill(_ task: StudyTask) throws -> Filled? {
    var cell = StudyCell(id: task.id, experiment: task.experiment)
    switch task.kind {
    case .accuracy(let subject): cell.accuracy = try accuracy(subject)
    case .transfer(let subject, let attack, let goal): cell.transfer = try transfer(subject, attack, goal)
    case .padding(let subject, let mode, let share, let size):
      cell.padding = try padding(subject, mode, share: share, size: size)
    case .context(let subject, let region, let size): cell.context = try context(subject, region, size: size)
    case .defence(let subject, let defended): cell.defence = try defence(subject, defended)
    case .plausible(let subject, let restriction): cell.plausible = try plausible(subject, restriction)
    case .importance(let subject, let isPadding):
      guard let (row, examples, arrays) = try importance(subject, isPadding: isPadding, id: task.id) else { return nil }
      cell.importance = row
      cell.examples = examples
      return Filled(cell: cell, arrays: arrays)
    }
    let isFilled =
      cell.accuracy != nil || cell.transfer != nil || cell.padding != nil || cell.context != nil
      || cell.defence != nil || cell.plausible != nil
    return isFilled ? Filled(cell: cell) : nil
  }

  // MARK: Recordings

  /// The places of an experiment's recordings, evenly spread.
  func places(_ experiment: StudyExperiment) -> [Int] {
    let count = source.ids.count
    guard let limit = settings.limits[experiment], limit < count else { return Array(0..<count) }
    return (0..<limit).map { $0 * count / limit }
  }

  /// All recordings in a framing; the last two framings are kept.
  func recordings(_ framing: StudyFraming) throws -> [StudyRecording] {
    if let kept = recordings[framing] { return kept }
    let loaded = try source.ids.indices.map { try source.load($0, framing: framing) }
    if recordings.count > 1 { recordings = recordings.filter { $0.key == settings.framing } }
    recordings[framing] = loaded
    return loaded
  }

  /// A recording as a victim takes it.
  func input(_ recording: StudyRecording, for subject: StudySubject) throws -> Tensor {
    guard subject.takesValidity else { return recording.input }
    return try ValidityChannel.appended(to: recording.input, axes: settings.axes, frameKinds: recording.frameKinds)
  }

  // MARK: Answers

  /// What a victim says to every recording in a framing.
  func answers(_ subject: StudySubject, _ framing: StudyFraming) throws -> [Int?] {
    let key = AnswerKey(subject: subject.name, framing: framing)
    if let known = answers[key] { return known }
    let said = try predictions(recordings(framing).map { try input($0, for: subject) }, subject.victim)
    answers[key] = said
    return said
  }

  func predictions(_ inputs: [Tensor], _ victim: any Victim) throws -> [Int?] {
    var said: [Int?] = []
    for start in stride(from: 0, to: inputs.count, by: settings.batchSize) {
      let part = Array(inputs[start..<min(start + settings.batchSize, inputs.count)])
      said += Prediction.classIndices(of: try victim.logits(of: Tensor(batching: part)))
    }
    return said
  }

  /// Rightly classified of the given recordings.
  func accuracy(_ subject: StudySubject, _ framing: StudyFraming, at places: [Int]) throws -> Proportion {
    let said = try answers(subject, framing)
    let all = try recordings(framing)
    return Proportion(places.count { said[$0] == all[$0].label }, of: places.count)
  }

  // MARK: Attacks

  /// Attacks the given recordings, and looks at the answers again.
  ///
  /// - Returns: nil when the attack was stopped.
  func attacked(
    _ attempts: [StudyAttempt], on subject: StudySubject, by attack: any ClassificationAttack, budget: Budget?
  ) throws -> [StudyAttacked]? {
    guard !attempts.isEmpty else { return [] }
    let control = AttackControl(
      batchSize: settings.batchSize, shouldStop: shouldStop,
      didAdvance: { [didAdvance] progress in
        didAdvance(Double(progress.steps) / Double(max(progress.stepLimit, 1)))
      })
    let outcomes = try attack.run(attempts.map(\.problem), against: subject.victim, control: control)
    guard outcomes.count == attempts.count else {
      throw StudyError("the attack '\(attack.name)' answered \(outcomes.count) of \(attempts.count) problems")
    }
    if outcomes.contains(where: \.wasInterrupted) { return nil }
    let said = try predictions(outcomes.map(\.adversarial), subject.victim)
    return attempts.indices.map { row in
      StudyAttacked(
        attempt: attempts[row], outcome: outcomes[row], prediction: said[row], bounds: settings.bounds, budget: budget)
    }
  }
}
