import Evaluation

/// The few numbers that stand large below the headline.
struct HeadlineTiles {
  let context: ReportContext

  var tiles: [Markup] {
    let attacks = context.summary.attacks
    guard let first = attacks.first else { return [] }
    if attacks.count > 1 { return shared + attacks.prefix(6).map(result) }
    return first.segmentation == nil ? classification(first) : segmentation(first)
  }

  /// What does not depend on the attack, or on all of them together.
  private var shared: [Markup] {
    let accuracy = context.summary.attacks.first?.classification?.cleanAccuracy
    return [
      accuracy.map { tile("Accuracy, untouched", $0) },
      context.summary.robustAccuracy.map { tile("Accuracy under every attack", $0) },
    ].compactMap(\.self)
  }

  private func result(_ attack: AttackSummary) -> Markup {
    guard let masks = attack.segmentation else { return tile("Success, \(attack.name)", attack.successRate) }
    let scores = masks.toTarget
    return tile(
      "IoU with \((masks.goalMask ?? .target).words), \(attack.name)",
      Numeral.fixed(scores.after.iou.median, places: 3),
      "median; \(Numeral.fixed(scores.before.iou.median, places: 3)) before; success for "
        + "\(attack.successRate.count) of \(attack.successRate.total)")
  }

  private func classification(_ attack: AttackSummary) -> [Markup] {
    [
      attack.classification.map { tile("Accuracy, untouched", $0.cleanAccuracy) },
      tile("Attack success, \(attack.name)", attack.successRate),
      attack.classification.map { tile("Accuracy under attack", $0.robustAccuracy) }, norms(attack),
    ].compactMap(\.self)
  }

  private func segmentation(_ attack: AttackSummary) -> [Markup] {
    guard let summary = attack.segmentation else { return [] }
    return [
      tile("Attack success, \(attack.name)", attack.successRate),
      agreement(summary),
      summary.toTruth.after.dice.count > 0
        ? tile("Dice with the truth", summary.toTruth.after.dice, before: summary.toTruth.before.dice) : .nothing,
      norms(attack),
    ]
  }

  /// In pixels where no image agreed at all before, as with an empty mask.
  private func agreement(_ summary: SegmentationSummary) -> Markup {
    let (before, after) = (summary.toTarget.before, summary.toTarget.after)
    let mask = (summary.goalMask ?? .target).words
    guard before.iou.count > 0, before.iou.maximum == 0 else {
      return tile("IoU with \(mask)", after.iou, before: before.iou)
    }
    return tile(
      "Pixels as in \(mask)", Numeral.percent(after.pixelAccuracy.median),
      "median; \(Numeral.percent(before.pixelAccuracy.median)) before the attack")
  }

  private func norms(_ attack: AttackSummary) -> Markup {
    let sizes = attack.successSizes
    guard sizes.l2.count > 0 else { return tile("Perturbation, L2", Numeral.missing, "no success to measure") }
    return tile(
      "Perturbation, median L2", Numeral.significant(sizes.l2.median),
      "median largest change \(Numeral.level(sizes.linf.median)); over "
        + Numeral.count(sizes.l2.count, "success", plural: "successes"))
  }

  private func tile(_ label: String, _ share: Proportion) -> Markup { Tile(label, share).markup }

  private func tile(_ label: String, _ after: Quartiles, before: Quartiles) -> Markup {
    tile(
      label, Numeral.fixed(after.median, places: 3),
      "median; \(Numeral.fixed(before.median, places: 3)) before the attack")
  }

  private func tile(_ label: String, _ value: String, _ small: String) -> Markup { Tile(label, value, small).markup }
}
