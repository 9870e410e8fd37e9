import Evaluation

/// records.csv: one line per record, for spreadsheets and statistics programs; norms in the victim's input units.
enum RecordsCSV {
  static let header = CSVTable.header([
    "sample", "index", "label", "attack", "status", "succeeded_after_rounding", "region", "allowed_elements",
    "elements", "predicted_before", "predicted_after", "l0", "l1", "l2", "linf", "psnr_db", "ssim",
    "target_iou_before", "target_iou_after", "truth_dice_before", "truth_dice_after", "cup_to_disc_before",
    "cup_to_disc_wanted", "cup_to_disc_after", "cup_to_disc_error", "rank_correlation",
    "forwards", "backwards", "iterations", "restart", "changed_outside_region", "outside_bounds", "budget_use",
    "seconds", "message",
  ])

  static func line(_ record: ReportRecord) -> String {
    CSVTable.line(identity(record) + predictions(record) + sizes(record) + scores(record) + costs(record))
  }

  private static func identity(_ record: ReportRecord) -> [CSVTable.Field] {
    let region = record.attack.region
    return [
      .text(record.sample.id), .integer(record.sample.index), .integer(record.sample.label),
      .text(record.attack.name), .text(record.status.rawValue), .flag(record.succeededAfterRounding),
      .text(region.name), .integer(region.allowedCount), .integer(region.elementCount),
    ]
  }

  private static func predictions(_ record: ReportRecord) -> [CSVTable.Field] {
    guard case .classification(let record) = record else { return [.integer(nil), .integer(nil)] }
    return [.integer(record.clean?.class), .integer(record.adversarial?.class)]
  }

  private static func sizes(_ record: ReportRecord) -> [CSVTable.Field] {
    let size = record.size
    return [
      .integer(size?.l0), .number(size?.l1), .number(size?.l2), .number(size?.linf), .number(size?.psnr),
      .number(size?.ssim),
    ]
  }

  private static func scores(_ record: ReportRecord) -> [CSVTable.Field] {
    switch record {
    case .classification(let record):
      [CSVTable.Field](repeating: .number(nil), count: 8) + [.number(record.frames?.rankCorrelation)]
    case .segmentation(let record):
      [
        .number(record.toTarget?.before.meanIoU), .number(record.toTarget?.after.meanIoU),
        .number(record.toTruth?.before.meanDice), .number(record.toTruth?.after.meanDice),
        .number(record.cupToDisc?.before), .number(record.cupToDisc?.wanted), .number(record.cupToDisc?.after),
        .number(record.cupToDisc?.error), .number(nil),
      ]
    }
  }

  private static func costs(_ record: ReportRecord) -> [CSVTable.Field] {
    let (cost, audit) = (record.cost, record.audit)
    return [
      .integer(cost?.forwards), .integer(cost?.backwards), .integer(cost?.iterations), .integer(cost?.restart),
      .integer(audit?.changedOutsideRegion), .integer(audit?.outsideBounds), .number(audit?.budgetUse),
      .number(record.seconds), .text(record.message ?? ""),
    ]
  }
}
