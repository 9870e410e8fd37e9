internal import Attacks
internal import Tensors

extension SegmentationBatch {
  /// One image on its way through one attack.
  struct Attempt {
    var slot: Int
    var sample: SegmentationSample
    var clean: ClassMap
    var job: SegmentationJob
  }

  /// - Returns: one entry per position; nil when the attack was stopped in the middle.
  func attacked(_ positions: [Position], by index: Int) throws -> [Entry]? {
    let start = control.clock()
    let planned = run.attacks[index]
    var entries: [Entry] = [], attempts: [Attempt] = []
    for (slot, position) in positions.enumerated() {
      let (entry, attempt) = opened(position, slot: slot, planned)
      entries.append(entry)
      if let attempt { attempts.append(attempt) }
    }
    guard !attempts.isEmpty else { return entries }
    let answers = try planned.attack(attempts.map(\.job), planned.searchVictim ?? run.victim, control.shouldStop)
    guard answers.count == attempts.count else { throw AnswerCountError(planned.name, answers.count, attempts.count) }
    if answers.contains(where: \.outcome.wasInterrupted) { return nil }
    try verify(answers, of: attempts, planned, into: &entries)
    let share = (control.clock() - start) / Double(attempts.count)
    for attempt in attempts { entries[attempt.slot].record.timing.seconds = share }
    return entries
  }

  /// The record of an image before the attack, and the attempt if there is anything to attempt.
  private func opened(_ position: Position, slot: Int, _ planned: PlannedSegmentation) -> (Entry, Attempt?) {
    guard let sample = position.loaded.sample, let clean = position.prediction else {
      var record = record(position, planned, region: nil)
      record.status = .error
      record.message = position.loaded.message
      return (Entry(record: record), nil)
    }
    let check = InputCheck(inputShape: run.victim.inputShape, bounds: planned.bounds)
    let region = Result { try planned.region(sample) }
    guard case .success(let region) = region, check.complaint(about: region) == nil else {
      return (Entry(record: failing(position, planned, region, check)), nil)
    }
    var record = record(position, planned, region: region)
    record.toTarget = comparison(clean, nil, nil, sample.target, of: sample)
    record.toTruth = sample.truth.map { comparison(clean, nil, nil, $0, of: sample) }
    if let before = record.toTarget?.before, run.criterion.isMet(by: before) {
      record.status = .alreadyMisclassified
      // Objects that nobody had to attack belong to the count of objects as well.
      record.objects = objects(clean, clean, of: sample)
      return (Entry(record: record), nil)
    }
    if region.isEmpty {
      record.objects = objects(clean, clean, of: sample)
      record.message = "the region \"\(region.name)\" is empty in this image"
      return (Entry(record: record), nil)
    }
    let job = SegmentationJob(
      id: position.loaded.reference.id, clean: sample.input, target: sample.target, region: region)
    return (Entry(record: record), Attempt(slot: slot, sample: sample, clean: clean, job: job))
  }

  private func failing(
    _ position: Position, _ planned: PlannedSegmentation, _ region: Result<Region, any Error>, _ check: InputCheck
  ) -> SegmentationRecord {
    var record = record(position, planned, region: nil)
    record.status = .error
    switch region {
    case .success(let region): record.message = check.complaint(about: region)
    case .failure(let error): record.message = "\(error)"
    }
    return record
  }

  private func record(_ position: Position, _ planned: PlannedSegmentation, region: Region?) -> SegmentationRecord {
    let target = position.loaded.sample?.targetDescription ?? "unknown"
    let attack = AttackReference(
      name: planned.name, norm: planned.budget?.norm.rawValue, size: planned.budget.map { Double($0.size) },
      bounds: ValueRange(planned.bounds), goal: goal(target), seed: planned.seed,
      region: RegionReference(region, elementCount: run.victim.inputShape.product))
    var record = SegmentationRecord(
      sample: position.loaded.reference, attack: attack, status: .failed, target: target,
      criterion: run.criterion.description)
    record.maskCoding = position.loaded.sample?.maskCoding
    record.pixelSpacing = position.loaded.sample?.spacing
    if run.criterion.goalMask != .target { record.goalMask = run.criterion.goalMask }
    return record
  }

  private func goal(_ target: String) -> String {
    let goalMask = run.criterion.goalMask
    return goalMask == .target ? "target mask: \(target)" : "untargeted (away from \(goalMask.words))"
  }

  /// Scores against one reference; what was not attacked stays as it was.
  func comparison(
    _ before: ClassMap, _ after: ClassMap?, _ rounded: ClassMap?, _ reference: ClassMap, of sample: SegmentationSample
  ) -> MaskComparison {
    func compared(_ map: ClassMap) -> MaskScores { scores(map, against: reference, of: sample) }
    let first = compared(before)
    return MaskComparison(before: first, after: after.map(compared) ?? first, afterRounding: rounded.map(compared))
  }

  func scores(_ map: ClassMap, against reference: ClassMap, of sample: SegmentationSample) -> MaskScores {
    run.criterion.scores(map, against: reference, classCount: classCount, spacing: sample.spacing)
  }
}
