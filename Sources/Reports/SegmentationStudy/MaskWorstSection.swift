import Evaluation

/// What is left of the true masks, attack by attack and in the worst case of all.
struct MaskWorstSection {
  let result: SegmentationStudyResult
  let exhibits: Exhibits

  var markup: Markup? {
    guard !result.worstCases.isEmpty else { return nil }
    return .fragment([
      .tag(
        "p",
        "Every image meets every attack, and counts with the one that leaves least of its true mask: the worst case per image, "
          + "never an average. The last columns say for how many images no attack was worse, and for how many every other "
          + "left more."),
      exhibits.table(
        "Agreement with the true masks after each attack and in the worst case: means over the images",
        [.text("Attack"), .number("Mean IoU"), .number("Mean Dice"), .number("Worst for"), .number("Alone worst for")],
        groups: result.worstCases.map { worst in (heading(worst), rows(worst)) }),
    ])
  }

  private func heading(_ worst: MaskWorstCase) -> Markup {
    .fragment([
      MaskCells.subject(worst.victim, worst.data),
      .text(", \(StudyCells.budget(worst.norm, worst.size)), \(Numeral.count(worst.images, "image"))"),
    ])
  }

  private func rows(_ worst: MaskWorstCase) -> [[Markup]] {
    let before: [Markup] = [
      "without an attack", MaskCells.number(worst.cleanIoU), MaskCells.number(worst.cleanDice), "", "",
    ]
    let last: [Markup] = [
      .tag("strong", "worst case over attacks"), .tag("strong") { MaskCells.number(worst.worstIoU) },
      .tag("strong") { MaskCells.number(worst.worstDice) }, "", "",
    ]
    let parts: [[Markup]] = worst.parts.map { part in
      [
        .text(part.attack), MaskCells.number(part.meanIoU), MaskCells.number(part.meanDice),
        .text(Numeral.count(part.worst)), .text(Numeral.count(part.aloneWorst)),
      ]
    }
    return [before] + parts + [last]
  }
}

/// Whether small objects are lost before large ones.
struct ObjectSizeSection {
  let result: SegmentationStudyResult
  let exhibits: Exhibits

  var markup: Markup? {
    guard !result.sizeBias.isEmpty else { return nil }
    return .fragment([
      .tag(
        "p",
        "The objects of the true masks (connected pieces of one class) in four groups of about equally many by area, under the "
          + "attack that is worst for their image. A predicted pixel belongs to the nearest object of its class. Lost is an "
          + "object of which half or more was found before and less than half is found now."),
      exhibits.table(
        "Objects by area: mean Dice of the objects without and with an attack, and the share lost of those that were found",
        [
          .text("Area, pixels"), .number("Objects"), .number("Clean Dice"), .number("Attacked Dice"), .number("Lost"),
        ],
        groups: grouped(result.sizeBias) { Heading(row: $0) }.map { heading, rows in (heading.markup, rows.map(row)) }),
    ])
  }

  private struct Heading: Hashable {
    let subject: MaskSubject
    let norm: String
    let size: Double

    init(row: ObjectSizeRow) {
      subject = MaskSubject(victim: row.victim, data: row.data)
      norm = row.norm
      size = row.size
    }

    var markup: Markup { .fragment([subject.markup, .text(", \(StudyCells.budget(norm, size))")]) }
  }

  private func row(_ row: ObjectSizeRow) -> [Markup] {
    let area = [row.smallestArea, row.largestArea].map { Numeral.count($0) }
    return [
      .text(area[0] == area[1] ? area[0] : "\(area[0])–\(area[1])"), .text(Numeral.count(row.objects)),
      MaskCells.number(row.cleanDice), MaskCells.number(row.attackedDice), StudyCells.share(row.lost),
    ]
  }
}
