import Evaluation

/// What every victim draws of every data set while nobody attacks it.
struct CleanSection {
  let result: SegmentationStudyResult
  let exhibits: Exhibits

  var markup: Markup? {
    guard !result.clean.isEmpty else { return nil }
    return exhibits.table(
      "Agreement with the true masks without an attack: medians over the images with quartiles; Dice of each class as a mean "
        + "over the images in which it occurs",
      [
        .text("Victim"), .number("Images"), .number("Dice"), .number("IoU"), .number("Right pixels"),
        .number("Hausdorff-95, pixels"),
      ] + (isMeasured ? [.number("Hausdorff-95, mm")] : []) + [.text("Dice of each class")],
      groups: grouped(result.clean, by: \.data).map { data, rows in (.name(data), rows.map(row)) })
  }

  /// Whether any data set says how far apart its pixels lie.
  private var isMeasured: Bool { result.clean.contains { $0.scores.hausdorff95Millimetres != nil } }

  private func row(_ row: CleanRow) -> [Markup] {
    let pixels = row.scores.hausdorff95.map { MaskCells.decibel($0) }
    let millimetres = row.scores.hausdorff95Millimetres.map { MaskCells.size($0) }
    return [
      .name(row.victim), .text(images(row)), MaskCells.score(row.scores.dice),
      MaskCells.score(row.scores.iou), StudyCells.quartiles(row.scores.pixelAccuracy) { Numeral.percent($0) },
    ] + (isMeasured ? [pixels, millimetres] : [pixels]).map { $0 ?? .text(Numeral.missing) } + [.name(classes(row))]
  }

  private func images(_ row: CleanRow) -> String {
    row.errors == 0 ? Numeral.count(row.images) : "\(Numeral.count(row.judged)) of \(Numeral.count(row.images))"
  }

  private func classes(_ row: CleanRow) -> String {
    let names = result.description.victims.first { $0.name == row.victim }?.model.classNames ?? []
    return row.classDice.indices.dropFirst().map { label in
      "\(names.indices.contains(label) ? names[label] : "class \(label)") \(Numeral.fixed(row.classDice[label], places: 3))"
    }.joined(separator: ", ")
  }
}
