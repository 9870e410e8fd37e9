/// What one attack did to a segmentation network, collected record by record.
struct SegmentationTally {
  private var toTarget: [MaskComparison] = []
  private var toTruth: [MaskComparison] = []
  private(set) var classCount = 0
  private var goalMask: GoalMask?
  private var pixelSuccess: [Double] = []
  private var stored: [StorageOutcome] = []

  mutating func add(_ record: SegmentationRecord) {
    guard record.status == .succeeded || record.status == .failed else { return }
    goalMask = record.goalMask
    stored += record.afterStorage ?? []
    if let share = record.pixelSuccess { pixelSuccess.append(share) }
    if let comparison = record.toTarget {
      toTarget.append(comparison)
      classCount = max(classCount, comparison.before.iou.count)
    }
    if let comparison = record.toTruth { toTruth.append(comparison) }
  }

  func summary(names: [String]) -> SegmentationSummary {
    var summary = SegmentationSummary(
      toTarget: ComparisonQuartiles(of: toTarget), toTruth: ComparisonQuartiles(of: toTruth),
      perClass: (0..<max(classCount, names.count)).map { index in
        SegmentationClassRow(
          class: index, name: index < names.count ? names[index] : "class \(index)",
          targetIoUBefore: quartiles(toTarget.map(\.before), \.iou, index),
          targetIoUAfter: quartiles(toTarget.map(\.after), \.iou, index),
          truthDiceBefore: quartiles(toTruth.map(\.before), \.dice, index),
          truthDiceAfter: quartiles(toTruth.map(\.after), \.dice, index))
      })
    summary.goalMask = goalMask
    if !pixelSuccess.isEmpty { summary.pixelSuccess = Quartiles(of: pixelSuccess) }
    if !stored.isEmpty { summary.afterStorage = storageRows }
    return summary
  }

  private var storageRows: [StorageRow] {
    var names: [String] = []
    for outcome in stored where !names.contains(outcome.name) { names.append(outcome.name) }
    return names.map { name in StorageRow(name: name, outcomes: stored.filter { $0.name == name }) }
  }

  private func quartiles(_ scores: [MaskScores], _ values: KeyPath<MaskScores, [Double]>, _ index: Int) -> Quartiles {
    Quartiles(
      of: scores.compactMap { score in
        let row = score[keyPath: values]
        return row.indices.contains(index) && !score.emptyClasses.contains(index) ? row[index] : nil
      })
  }
}
