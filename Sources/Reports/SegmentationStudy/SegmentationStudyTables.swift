import Evaluation

/// A segmentation study's tables and curves as CSV files, in full precision; those without a row are left out.
struct SegmentationStudyTables: TableColumns {
  let result: SegmentationStudyResult

  var files: [(name: String, text: String)] {
    [
      ("clean.csv", clean), ("attacks.csv", attacks), ("storage.csv", storage), ("curves.csv", curves),
      ("worst.csv", worst), ("objects.csv", objects), ("goals.csv", goals),
    ].compactMap { name, text in text.map { (name, $0) } }
  }

  private var clean: String? {
    table(
      ["victim", "data", "images", "errors"] + Self.quartileHeader("dice") + Self.quartileHeader("iou")
        + Self.quartileHeader("pixel_accuracy"),
      result.clean.map { row in
        [.text(row.victim), .text(row.data), .integer(row.images), .integer(row.errors)] + quartiles(row.scores.dice)
          + quartiles(row.scores.iou) + quartiles(row.scores.pixelAccuracy)
      })
  }

  private var attacks: String? {
    let sizes = ["l2", "linf", "psnr_db", "ssim"]
    let scores = ["iou_before", "iou", "dice", "pixel_accuracy", "truth_dice"]
    let distributions = scores + sizes + sizes.map { "success_\($0)" } + ["iterations", "forwards", "backwards"]
    return table(
      [
        "part", "victim", "data", "attack", "norm", "size", "attacked", "succeeded", "already", "errors",
        "audit_failures",
      ]
        + distributions.flatMap(Self.quartileHeader),
      result.attacks.map { row in
        let scores = [
          row.before.iou, row.after.iou, row.after.dice, row.after.pixelAccuracy, row.truthDice,
        ].flatMap(quartiles)
        let costs = [row.cost.iterations, row.cost.forwards, row.cost.backwards].flatMap(quartiles)
        return identity(row) + scores + sizeFields(row.sizes) + sizeFields(row.successSizes) + costs
      })
  }

  private func identity(_ row: MaskAttackRow) -> [CSVTable.Field] {
    [
      .text(row.part.rawValue), .text(row.victim), .text(row.data), .text(row.attack), .text(row.norm ?? ""),
      .number(row.size), .integer(row.success.total), .integer(row.success.count), .integer(row.alreadyThere),
      .integer(row.errors), .integer(row.auditFailures),
    ]
  }

  private func sizeFields(_ sizes: SizeQuartiles) -> [CSVTable.Field] {
    [sizes.l2, sizes.linf, sizes.psnr, sizes.ssim].flatMap(quartiles)
  }

  private var storage: String? {
    table(
      ["part", "victim", "data", "attack", "norm", "size", "saved_as", "succeeded", "attacked"]
        + Self.quartileHeader("iou"),
      result.attacks.flatMap { row in
        row.storage.map { form in
          Array(identity(row).prefix(6)) + [
            .text(form.name), .integer(form.successRate.count), .integer(form.successRate.total),
          ] + quartiles(form.iou)
        }
      })
  }

  private var curves: String? {
    table(
      ["victim", "data", "attack", "l2", "median_iou"],
      result.curves.flatMap { curve in
        zip(curve.l2, curve.iou).map {
          [.text(curve.victim), .text(curve.data), .text(curve.attack), .number($0), .number($1)]
        }
      })
  }

  /// Besides the attacks a row for the masks without one, and one for the worst case.
  private var worst: String? {
    table(
      ["victim", "data", "norm", "size", "images", "row", "mean_iou", "mean_dice", "worst_for", "alone_worst_for"]
        + Self.quartileHeader("iou") + Self.quartileHeader("dice"),
      result.worstCases.flatMap(worstRows))
  }

  private func worstRows(_ worst: MaskWorstCase) -> [[CSVTable.Field]] {
    func row(
      _ name: String, _ iou: Double, _ dice: Double, _ scores: ScoreQuartiles?, _ counts: (Int, Int)? = nil
    ) -> [CSVTable.Field] {
      [
        .text(worst.victim), .text(worst.data), .text(worst.norm), .number(worst.size), .integer(worst.images),
        .text(name), .number(iou), .number(dice), .integer(counts?.0), .integer(counts?.1),
      ] + spread(scores)
    }
    let parts = worst.parts.map { row($0.attack, $0.meanIoU, $0.meanDice, $0.scores, ($0.worst, $0.aloneWorst)) }
    return [row("clean", worst.cleanIoU, worst.cleanDice, worst.cleanScores)] + parts
      + [row("worst case", worst.worstIoU, worst.worstDice, worst.worstScores)]
  }

  /// Empty fields for scores that an older result does not have.
  private func spread(_ scores: ScoreQuartiles?) -> [CSVTable.Field] {
    guard let scores else { return [CSVTable.Field](repeating: .number(nil), count: 6) }
    return quartiles(scores.iou) + quartiles(scores.dice)
  }

  private var objects: String? {
    table(
      [
        "victim", "data", "norm", "size", "smallest_area", "largest_area", "objects", "clean_dice", "attacked_dice",
        "found_before", "lost",
      ],
      result.sizeBias.map { row in
        [
          .text(row.victim), .text(row.data), .text(row.norm), .number(row.size), .integer(row.smallestArea),
          .integer(row.largestArea), .integer(row.objects), .number(row.cleanDice), .number(row.attackedDice),
          .integer(row.lost.total), .integer(row.lost.count),
        ]
      })
  }

  private var goals: String? {
    table(
      [
        "victim", "data", "seed", "image_and_goal", "status", "class", "pixels_before", "pixels_wanted", "pixels_after",
        "iou_before", "iou", "l2", "linf", "cup_to_disc_before", "cup_to_disc_wanted", "cup_to_disc_after",
        "cup_to_disc_error",
      ],
      result.goals.flatMap(goalRows))
  }

  /// One row for each class but the background; one without classes where nothing was attacked.
  private func goalRows(_ goal: MaskExample) -> [[CSVTable.Field]] {
    let record = goal.record, eye = record.cupToDisc
    let own: [CSVTable.Field] = [
      .text(goal.victim), .text(goal.data), .text("\(goal.seed)"), .text(record.sample.id),
      .text(record.status.rawValue),
    ]
    let rest: [CSVTable.Field] = [
      .number(record.toTarget?.before.meanIoU), .number(record.toTarget?.after.meanIoU), .number(record.size?.l2),
      .number(record.size?.linf), .number(eye?.before), .number(eye?.wanted), .number(eye?.after), .number(eye?.error),
    ]
    guard let extents = record.extents else {
      return [own + [CSVTable.Field](repeating: .integer(nil), count: 4) + rest]
    }
    func pixels(_ list: [ClassExtent]?, _ label: Int) -> CSVTable.Field {
      .integer(list.flatMap { $0.indices.contains(label) ? $0[label].pixels : nil })
    }
    return extents.before.indices.dropFirst().map { label in
      own + [
        .integer(label), pixels(extents.before, label), pixels(extents.wanted, label), pixels(extents.after, label),
      ] + rest
    }
  }
}
