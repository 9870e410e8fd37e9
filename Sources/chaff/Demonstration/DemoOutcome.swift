import Evaluation
import Foundation
import Reports

/// What came of one job, in a few lines for a terminal: from the records that its run folder holds.
struct DemoOutcome {
  let scene: DemoScene
  private let summary: RunSummary
  private let masks: [SegmentationRecord]
  private let classNames: [String]

  /// - Throws: `RunFolderError` when the run has left no summary.
  init(of scene: DemoScene) throws {
    self.scene = scene
    let reader = RunReader(scene.output)
    let plan = try reader.plan()
    summary = try reader.summary()
    classNames = plan.model.classNames
    var masks: [SegmentationRecord] = []
    if plan.task == .segmentation { try reader.forEachSegmentation { masks.append($0) } }
    self.masks = masks
  }

  var lines: [String] {
    [scene.title] + summary.attacks.map { "  " + reached($0) } + masks.map { "  " + words($0) }
  }

  /// "pgd, by at most 0.0314: reached for 20 of 32 (63 %); 20 after rounding to 8 bits".
  private func reached(_ attack: AttackSummary) -> String {
    let what = attack.segmentation == nil ? "the answer changed for" : "the mask was reached for"
    var line = "\(attack.name): \(what) \(attack.successRate.count) of \(attack.successRate.total)"
    if let rounded = attack.successRateAfterRounding { line += ", \(rounded.count) when stored in 8 bits" }
    for row in attack.segmentation?.afterStorage ?? [] { line += ", \(row.successRate.count) as \(row.name)" }
    return line + (attack.auditFailures > 0 ? "; AUDIT FAILED for \(attack.auditFailures)" : "")
  }

  private func words(_ record: SegmentationRecord) -> String {
    let name = { label in classNames.indices.contains(label) ? classNames[label] : "class \(label)" }
    let caption = MaskWords(record: record, className: name).caption(bounds: record.attack.bounds)
    return "\(record.sample.id): \(caption)"
  }
}
