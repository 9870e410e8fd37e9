import Evaluation

/// What is left of an attack once its image is a file.
struct StorageSection {
  let result: SegmentationStudyResult
  let exhibits: Exhibits

  var markup: Markup? {
    let rows = result.attacks.filter { !$0.storage.isEmpty }
    let forms = grouped(rows.flatMap(\.storage), by: \.name).map(\.key)
    guard !rows.isEmpty else { return nil }
    return exhibits.table(
      "IoU with the mask that the attack is about: before storage, and once the image is saved and read again; medians with "
        + "quartiles, and how many of the attacked images are still successes. A mask to draw should stay near 1, a true mask to be lost should stay near 0",
      [.text("Attack"), .number("As it is")] + forms.map { .number($0) },
      groups: grouped(rows) { Heading(row: $0) }.map { heading, rows in
        (
          heading.markup,
          rows.map { row in
            [.text(row.attack), cell(row.after.iou, row.success)]
              + forms.map { form in
                row.storage.first { $0.name == form }.map { cell($0.iou, $0.successRate) } ?? .text(Numeral.missing)
              }
          }
        )
      })
  }

  private func cell(_ iou: Quartiles, _ success: Proportion) -> Markup {
    .fragment([
      MaskCells.score(iou), .text(" \(Numeral.count(success.count))/\(Numeral.count(success.total))"),
    ])
  }

  private struct Heading: Hashable {
    let subject: MaskSubject
    let words: String

    init(row: MaskAttackRow) {
      subject = MaskSubject(victim: row.victim, data: row.data)
      words =
        row.part == .untargeted
        ? "the true mask to be lost, \(StudyCells.budget(row.norm ?? "", row.size))" : "another mask to be drawn"
    }

    var markup: Markup { .fragment([subject.markup, .text(": \(words)")]) }
  }
}

/// What becomes of the cup-to-disc ratio of eyes.
struct RatioSection {
  let result: SegmentationStudyResult
  let exhibits: Exhibits

  var markup: Markup? {
    let examples = (result.goals + result.examples).filter { $0.record.cupToDisc != nil }
    guard !examples.isEmpty else { return nil }
    return exhibits.table(
      "The vertical cup-to-disc ratio of every goal and example; the error is that to the wanted ratio, for a mask to be lost "
        + "to the true one",
      [
        .text("Image and goal"), .number("True"), .number("Before"), .number("Wanted"), .number("After"),
        .number("Error"),
      ],
      groups: grouped(examples) { MaskSubject(victim: $0.victim, data: $0.data) }.map { subject, rows in
        (subject.markup, rows.map(row))
      })
  }

  private func row(_ example: MaskExample) -> [Markup] {
    let eye = example.record.cupToDisc
    return [.name("\(example.record.sample.id), \(example.record.attack.name)")]
      + [eye?.truth, eye?.before, eye?.wanted, eye?.after].map { .text(Numeral.fixed($0, places: 2)) }
      + [.text(Numeral.fixed(eye?.error, places: 3))]
  }
}
