import Evaluation

/// What is left of the true masks, attack by attack and in the worst case of all.
struct MaskWorstSection {
  let result: SegmentationStudyResult
  let exhibits: Exhibits

  var markup: Markup? {
    WorstCaseTable(
      unit: "image",
      counting: "Every image meets every attack, and counts with the one that leaves least of its true mask",
      reading:
        "The last columns say for how many images no attack was worse, and for how many every other left more.",
      caption:
        "Agreement with the true masks after each attack and in the worst case: means over the images, quartiles below",
      columns: [
        .text("Attack"), .number("Mean IoU"), .number("Mean Dice"), .number("Worst for"), .number("Alone worst for"),
      ]
    ).markup(result.worstCases.map { worst in (heading(worst), rows(worst)) }, exhibits)
  }

  private func heading(_ worst: MaskWorstCase) -> Markup {
    .fragment([
      MaskCells.subject(worst.victim, worst.data),
      .text(", \(StudyCells.budget(worst.norm, worst.size)), \(Numeral.count(worst.images, "image"))"),
    ])
  }

  private func rows(_ worst: MaskWorstCase) -> [[Markup]] {
    let before: [Markup] = [
      "without an attack", MaskCells.mean(worst.cleanIoU, worst.cleanScores?.iou),
      MaskCells.mean(worst.cleanDice, worst.cleanScores?.dice), "", "",
    ]
    let last: [Markup] = [
      .tag("strong", "worst case over attacks"),
      .tag("strong") { MaskCells.mean(worst.worstIoU, worst.worstScores?.iou) },
      .tag("strong") { MaskCells.mean(worst.worstDice, worst.worstScores?.dice) }, "", "",
    ]
    let parts: [[Markup]] = worst.parts.map { part in
      [
        .text(part.attack), MaskCells.mean(part.meanIoU, part.scores?.iou),
        MaskCells.mean(part.meanDice, part.scores?.dice), .text(Numeral.count(part.worst)),
        .text(Numeral.count(part.aloneWorst)),
      ]
    }
    return [before] + parts + [last]
  }
}
