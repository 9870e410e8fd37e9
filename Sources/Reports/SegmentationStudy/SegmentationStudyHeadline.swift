import Evaluation

/// The study in a few sentences, computed from its tables, and what must be known before believing them.
struct SegmentationStudyHeadline {
  let result: SegmentationStudyResult

  var markup: Markup {
    .fragment([
      .tag("div", ["class": "headline"]) {
        if let state { state }
        Markup.tag("div", ["class": "abstract"]) { sentences.map { sentence in Markup.tag("p") { sentence } } }
      },
      CaveatBox(items: (result.description.caveats + doubts).map { .text($0) }).markup,
    ])
  }

  private var state: Markup? {
    guard result.state == .interrupted else { return nil }
    return .tag("p") {
      Markup.tag("strong", "This study is not complete. ")
      "\(Numeral.count(result.finishedCells)) of \(Numeral.count(result.description.cells.count, "run")) are finished; "
      "tables may be missing or rest on fewer images."
    }
  }

  private var sentences: [Markup] {
    let all = result.clean.map(clean) + result.worstCases.suffix(1).map(worst) + [shortest].compactMap(\.self)
    return all.isEmpty ? ["Nothing of this study is finished yet, so there is nothing to report."] : all
  }

  private func clean(_ row: CleanRow) -> Markup {
    let rows = result.attacks.filter { $0.part == .targeted && $0.victim == row.victim && $0.data == row.data }
    let adaptive = rows.first { $0.attack == "asma" }
    var parts: [Markup] = [
      .name(row.victim), .text(" on "), .name(row.data), .text(" draws with a median Dice of "),
      .tag("strong", Numeral.fixed(row.scores.dice.median, places: 3)),
      .text(" over \(Numeral.count(row.judged, "image"))"),
    ]
    if let adaptive, adaptive.after.iou.count > 0 {
      parts += [
        .text("; ASMA makes it draw another image’s mask in "),
        .tag("strong", "\(Numeral.count(adaptive.success.count)) of \(Numeral.count(adaptive.success.total))"),
        .text(
          " tries, with a median IoU of \(Numeral.fixed(adaptive.after.iou.median, places: 3)) at a median L2 of "
            + Numeral.significant(adaptive.sizes.l2.median)),
      ]
    }
    return .fragment(parts + [.text(".")])
  }

  private func worst(_ row: MaskWorstCase) -> Markup {
    .fragment([
      .name(row.victim), .text(" on "), .name(row.data),
      .text(": with changes of \(StudyCells.budget(row.norm, row.size)) the mean IoU with the truth falls from "),
      .tag("strong", Numeral.fixed(row.cleanIoU, places: 3)), .text(" to "),
      .tag("strong", Numeral.fixed(row.worstIoU, places: 3)),
      .text(" when every one of \(Numeral.count(row.images, "image")) meets the attack that is worst for it."),
    ])
  }

  /// Of the attacks that drew at least half as many masks as any: a length over the few easy pairs would say too much.
  private var shortest: Markup? {
    let rows = result.attacks.filter {
      $0.part == .targeted && result.description.minimal.contains($0.attack) && $0.success.count > 0
    }
    let most = rows.map(\.success.count).max() ?? 0
    let able = rows.filter { 2 * $0.success.count >= most }
    guard let best = able.min(by: { $0.successSizes.linf.median < $1.successSizes.linf.median }) else { return nil }
    return .text(
      "Measured by the largest change of a value, \(best.attack) took least to draw another mask: a median of "
        + "\(Numeral.significant(best.successSizes.linf.median)) over \(Numeral.count(best.success.count, "success", plural: "successes"))."
    )
  }

  private var doubts: [String] {
    let failures = result.attacks.reduce(0) { $0 + $1.auditFailures }
    let (unreadable, untried) = (result.unreadableImages, result.untried)
    let fewest = result.attacks.filter { $0.part != .goals && $0.success.total > 0 }.map(\.success.total).min() ?? 0
    return [
      (1..<20).contains(fewest)
        ? "Rows rest on as few as \(Numeral.count(fewest, "image")): other images can change quartiles and the order of attacks."
        : nil,
      failures > 0 ? "\(Numeral.count(failures, "answer")) failed the audit and count as failures." : nil,
      unreadable > 0 ? "\(Numeral.count(unreadable, "image")) could not be read or judged and count in no table." : nil,
      untried > 0
        ? "\(Numeral.count(untried, "attack")) on an image could not be made, on one that could not be read or for want of "
          + "a mask to draw; the records say why." : nil,
    ].compactMap(\.self)
  }
}
