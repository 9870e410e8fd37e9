internal import Attacks

extension SegmentationBatch {
  /// What the masks before and after show, beyond their agreement with the goal's.
  func describe(_ map: ClassMap, _ attempt: Attempt, in record: inout SegmentationRecord) {
    let (sample, ignored) = (attempt.sample, run.criterion.ignored)
    let reference = sample.truth ?? sample.target
    let isDrawn = run.criterion.goalMask.aim == .draw
    func extents(_ map: ClassMap) -> [ClassExtent] {
      map.extents(classCount: classCount) { ignored != nil && reference.classes[$0] == ignored }
    }
    record.extents = MaskExtents(
      before: extents(attempt.clean), wanted: isDrawn ? extents(sample.target) : nil, after: extents(map))
    if let eye = run.discAndCup {
      record.cupToDisc = CupToDiscRatio(
        truth: sample.truth.flatMap(eye.ratio(in:)), before: eye.ratio(in: attempt.clean),
        wanted: isDrawn ? eye.ratio(in: sample.target) : nil, after: eye.ratio(in: map))
    }
    record.objects = objects(attempt.clean, map, of: sample)
  }

  /// What becomes of the objects of the true mask; nil where nobody asked, or without one.
  func objects(_ before: ClassMap, _ after: ClassMap, of sample: SegmentationSample) -> [ObjectOutcome]? {
    guard run.measuresObjects, let truth = sample.truth else { return nil }
    return ObjectAgreement.outcomes(
      before: before, after: after, truth: truth, classCount: classCount, background: run.criterion.background,
      ignored: run.criterion.ignored)
  }
}
