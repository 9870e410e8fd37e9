import Evaluation

/// The few numbers that stand large below the headline.
struct HeadlineTiles {
  let context: ReportContext
  let attack: AttackSummary

  var tiles: [Markup] { attack.segmentation == nil ? classification : segmentation }

  private var classification: [Markup] {
    var tiles: [Markup] = []
    if let summary = attack.classification {
      tiles.append(tile("Accuracy, untouched", summary.cleanAccuracy))
    }
    tiles.append(tile("Attack success, \(attack.name)", attack.successRate))
    if let robust = context.summary.robustAccuracy ?? attack.classification?.robustAccuracy {
      tiles.append(tile("Accuracy under attack", robust))
    }
    tiles.append(norms)
    return tiles
  }

  private var segmentation: [Markup] {
    guard let summary = attack.segmentation else { return [] }
    return [
      tile("Attack success, \(attack.name)", attack.successRate),
      tile("IoU with the target", summary.toTarget.after.iou, before: summary.toTarget.before.iou),
      summary.toTruth.after.dice.count > 0
        ? tile("Dice with the truth", summary.toTruth.after.dice, before: summary.toTruth.before.dice) : .nothing,
      norms,
    ]
  }

  private var norms: Markup {
    let sizes = attack.successSizes
    guard sizes.l2.count > 0 else { return tile("Perturbation, L2", Numeral.missing, "no success to measure") }
    return tile(
      "Perturbation, median L2", Numeral.significant(sizes.l2.median),
      "median largest change \(Numeral.level(sizes.linf.median)); over "
        + Numeral.count(sizes.l2.count, "success", plural: "successes"))
  }

  private func tile(_ label: String, _ share: Proportion) -> Markup {
    tile(
      label, Numeral.percent(share.total > 0 ? share.rate : nil),
      share.total > 0
        ? "\(Numeral.count(share.count)) of \(Numeral.count(share.total)); 95\(Numeral.thinSpace)%: \(Words.interval(share))"
        : "no sample")
  }

  private func tile(_ label: String, _ after: Quartiles, before: Quartiles) -> Markup {
    tile(
      label, Numeral.fixed(after.median, places: 3),
      "median; \(Numeral.fixed(before.median, places: 3)) before the attack")
  }

  private func tile(_ label: String, _ value: String, _ small: String) -> Markup {
    .tag("div", ["class": "tile"]) {
      Markup.tag("dt") { Markup.name(label) }
      Markup.tag("dd", ["class": "big"], value)
      Markup.tag("dd", ["class": "small"], small)
    }
  }
}
