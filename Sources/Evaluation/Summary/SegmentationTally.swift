/// What one attack did to a segmentation network, collected record by record: some numbers an image, no traces.
struct SegmentationTally {
  /// Numbers by class, of the images in which the class is in either map.
  private struct ClassColumns {
    var values: [[Double]] = []

    mutating func add(_ row: [Double], of scores: MaskScores) {
      while values.count < row.count { values.append([]) }
      for (index, value) in row.enumerated() where !scores.emptyClasses.contains(index) { values[index].append(value) }
    }

    func quartiles(_ index: Int) -> Quartiles { Quartiles(of: index < values.count ? values[index] : []) }
  }

  /// What is left once the answers were saved in one form.
  private struct StorageTally {
    let name: String
    var count = 0
    var succeeded = 0
    var iou: [Double] = []

    mutating func add(_ outcome: StorageOutcome) {
      count += 1
      if outcome.succeeded { succeeded += 1 }
      if let scores = outcome.scores { iou.append(scores.meanIoU) }
    }

    var row: StorageRow {
      StorageRow(name: name, successRate: Proportion(succeeded, of: count), iou: Quartiles(of: iou))
    }
  }

  private var toTarget = ComparisonColumns()
  private var toTruth = ComparisonColumns()
  private var targetIoUBefore = ClassColumns()
  private var targetIoUAfter = ClassColumns()
  private var truthDiceBefore = ClassColumns()
  private var truthDiceAfter = ClassColumns()
  private(set) var classCount = 0
  private var goalMask: GoalMask?
  private var pixelSuccess: [Double] = []
  /// In the order in which the names first occur.
  private var stored: [StorageTally] = []

  mutating func add(_ record: SegmentationRecord) {
    guard record.status == .succeeded || record.status == .failed else { return }
    goalMask = record.goalMask
    for outcome in record.afterStorage ?? [] { add(outcome) }
    if let share = record.pixelSuccess { pixelSuccess.append(share) }
    if let comparison = record.toTarget {
      toTarget.add(comparison)
      targetIoUBefore.add(comparison.before.iou, of: comparison.before)
      targetIoUAfter.add(comparison.after.iou, of: comparison.after)
      classCount = max(classCount, comparison.before.iou.count)
    }
    if let comparison = record.toTruth {
      toTruth.add(comparison)
      truthDiceBefore.add(comparison.before.dice, of: comparison.before)
      truthDiceAfter.add(comparison.after.dice, of: comparison.after)
    }
  }

  private mutating func add(_ outcome: StorageOutcome) {
    let place = stored.firstIndex { $0.name == outcome.name } ?? stored.count
    if place == stored.count { stored.append(StorageTally(name: outcome.name)) }
    stored[place].add(outcome)
  }

  func summary(names: [String]) -> SegmentationSummary {
    var summary = SegmentationSummary(
      toTarget: toTarget.quartiles, toTruth: toTruth.quartiles,
      perClass: (0..<max(classCount, names.count)).map { index in
        SegmentationClassRow(
          class: index, name: index < names.count ? names[index] : "class \(index)",
          targetIoUBefore: targetIoUBefore.quartiles(index), targetIoUAfter: targetIoUAfter.quartiles(index),
          truthDiceBefore: truthDiceBefore.quartiles(index), truthDiceAfter: truthDiceAfter.quartiles(index))
      })
    summary.goalMask = goalMask
    if !pixelSuccess.isEmpty { summary.pixelSuccess = Quartiles(of: pixelSuccess) }
    if !stored.isEmpty { summary.afterStorage = stored.map(\.row) }
    return summary
  }
}
