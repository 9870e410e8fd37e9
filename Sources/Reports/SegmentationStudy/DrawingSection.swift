import Evaluation

/// Another image's mask, drawn: ASMA against what it is made of, and attacks that look for the smallest change.
struct DrawingSection {
  let result: SegmentationStudyResult
  let exhibits: Exhibits

  private var description: SegmentationStudyDescription { result.description }

  var ablation: Markup? {
    let rows = rows(description.ablation)
    guard !rows.isEmpty else { return nil }
    return .fragment([
      .tag(
        "p",
        "Every network is made to draw the mask of another image. SSM keeps all pixels in the loss; ASM drops those that are "
          + "right already; ASMA also chooses the length of its steps: by the IoU in the literal forms, which are the authors’ "
          + "program, ended after this study’s number of steps where theirs takes 2501; by the way that is left in the others, which keep the best image and "
          + "look for a shorter one when the mask is drawn."),
      table(
        "The ablation of the adaptive segmentation mask attack, over all pairs: medians with quartiles",
        rows, sizes: \.sizes),
    ])
  }

  var smallest: Markup? {
    let rows = rows(description.minimal)
    guard !rows.isEmpty else { return nil }
    return .fragment([
      .tag(
        "p",
        "Attacks that look for the smallest change, each by its own norm: ASMA by L2, the others by the largest change. Sizes "
          + "are over the successes alone, so read them beside the share of successes."),
      table(
        "Smallest changes found that draw another image’s mask; sizes over the successes, medians with quartiles", rows,
        sizes: \.successSizes),
    ])
  }

  private func rows(_ names: [String]) -> [MaskAttackRow] {
    let drawn = result.attacks.filter { $0.part == .targeted }
    let subjects = grouped(drawn) { MaskSubject(victim: $0.victim, data: $0.data) }
    return subjects.flatMap { subject in
      names.compactMap { name in subject.elements.first { $0.attack == name } }
    }
  }

  private func table(
    _ caption: String, _ rows: [MaskAttackRow], sizes: KeyPath<MaskAttackRow, SizeQuartiles>
  ) -> Markup {
    exhibits.table(
      caption,
      [
        .text("Attack"), .number("Success"), .number("IoU"), .number("Dice"), .number("Right pixels"), .number("L2"),
        .number("L∞"), .number("PSNR, dB"), .number("SSIM"), .number("Iterations"), .number("Forward"),
        .number("Backward"),
      ],
      groups: grouped(rows) { MaskSubject(victim: $0.victim, data: $0.data) }.map { subject, rows in
        (subject.markup, rows.map { row($0, $0[keyPath: sizes]) })
      })
  }

  private func row(_ row: MaskAttackRow, _ sizes: SizeQuartiles) -> [Markup] {
    let left = row.alreadyThere > 0 ? " (\(Numeral.count(row.alreadyThere)) drawn before)" : ""
    return [
      .text(row.attack + left + (row.auditFailures > 0 ? " (AUDIT FAILED: \(row.auditFailures))" : "")),
      .text("\(Numeral.count(row.success.count))/\(Numeral.count(row.success.total))"), MaskCells.score(row.after.iou),
      MaskCells.score(row.after.dice), StudyCells.quartiles(row.after.pixelAccuracy) { Numeral.percent($0, places: 2) },
      MaskCells.size(sizes.l2), MaskCells.size(sizes.linf), MaskCells.decibel(sizes.psnr),
      StudyCells.quartiles(sizes.ssim) { Numeral.fixed($0, places: 4) },
      MaskCells.count(row.cost.iterations), MaskCells.count(row.cost.forwards), MaskCells.count(row.cost.backwards),
    ]
  }
}
