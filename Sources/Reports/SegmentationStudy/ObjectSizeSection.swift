import Evaluation

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
