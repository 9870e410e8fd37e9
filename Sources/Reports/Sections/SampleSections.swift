import Evaluation

/// The handful of samples that a report shows, chosen by rule.
struct SampleSections {
  let context: ReportContext

  func markup() throws -> Markup {
    let sections = context.run.task == .segmentation ? try masks() : try classified()
    guard !sections.isEmpty else {
      return .tag("p", "No sample was attacked, so there is none to show.")
    }
    return .fragment(
      [
        .tag(
          "p",
          "Chosen by rule, not by hand: for each attack the successes with the smallest and the largest perturbation and the "
            + "failures that came closest to the goal and stayed furthest from it.")
      ] + sections)
  }

  private func classified() throws -> [Markup] {
    try context.survey.attacks.enumerated().flatMap { number, attack in
      try attack.choice.chosen.prefix(context.sampleLimit).compactMap { index, roles -> Markup? in
        guard case .classification(let record) = context.gathering.record(index, attack: attack.reference.name) else {
          return nil
        }
        let id = "\(context.prefix)sample-\(number + 1)-\(index)"
        return context.run.task == .image
          ? try ImageSampleSection(context: context, record: record, roles: roles, id: id).markup()
          : try RadarSampleSection(context: context, record: record, roles: roles, id: id).markup()
      }
    }
  }

  /// One section per image, with every attack's view of it.
  private func masks() throws -> [Markup] {
    var roles: [(index: Int, words: [String])] = []
    for attack in context.survey.attacks {
      let suffix = context.survey.attacks.count > 1 ? " of \(attack.reference.name)" : ""
      for (index, chosen) in attack.choice.chosen {
        let words = SampleChoice.words(chosen).map { $0 + suffix }
        if let known = roles.firstIndex(where: { $0.index == index }) {
          roles[known].words += words
        } else {
          roles.append((index, words))
        }
      }
    }
    return try roles.prefix(context.sampleLimit).map { index, words in
      let records = context.survey.attacks.compactMap { attack -> SegmentationRecord? in
        guard case .segmentation(let record) = context.gathering.record(index, attack: attack.reference.name) else {
          return nil
        }
        return record
      }
      return try SegmentationSampleSection(
        context: context, records: records, roles: words, id: "\(context.prefix)sample-\(index)"
      )
      .markup()
    }
  }
}
