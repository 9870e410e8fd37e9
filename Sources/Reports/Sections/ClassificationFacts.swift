import Evaluation

/// What one attack did to the answer for one sample, in words and numbers: what recordings and images have in common.
struct ClassificationFacts {
  let context: ReportContext
  let record: ClassificationRecord

  var facts: Markup {
    SampleFacts(
      [
        ("True class", context.className(record.sample.label)),
        ("Model says, before", context.className(record.clean?.class)),
        ("Model says, after", context.className(record.adversarial?.class)),
      ] + SampleFacts.common(.classification(record))
    ).markup
  }

  func opening(_ roles: [SampleChoice.Role]) -> Markup {
    .tag("p") {
      Markup.tag("span", ["class": "badge"], Words.status(record.status))
      " Shown as \(Words.list(SampleChoice.words(roles)))."
    }
  }

  var logits: Markup {
    guard let clean = record.clean?.logits, !clean.isEmpty else { return .nothing }
    let after = record.adversarial?.logits ?? []
    return .tag("details") {
      Markup.tag("summary", "Logits of every class")
      DataTable(
        "The model’s raw outputs; the largest is its answer",
        columns: [.text("Class"), .number("Before"), .number("After")],
        rows: clean.indices.map { index in
          [
            .name(context.className(index)), .text(Numeral.fixed(clean[index], places: 3)),
            .text(Numeral.fixed(after.indices.contains(index) ? after[index] : nil, places: 3)),
          ]
        }
      ).markup
    }
  }
}
