import Evaluation

/// Everything about one attack over all samples.
struct AttackSection {
  let context: ReportContext
  let attack: AttackSummary
  /// Position in the run, from 1: figure names are made from it.
  let number: Int

  func markup() throws -> Markup {
    let prefix = "\(context.prefix)attack-\(number)"
    return .fragment([
      rules,
      try attack.classification.map {
        try ClassSection(context: context, attack: attack, summary: $0, prefix: prefix).markup()
      } ?? .nothing,
      attack.segmentation.map { SegmentationSection(context: context, summary: $0).markup } ?? .nothing,
      try NormsSection(context: context, attack: attack, prefix: prefix).markup(), correlation,
    ])
  }

  /// What was asked of the attack and what it was allowed.
  private var rules: Markup {
    var facts: [(String, String)] = []
    if let survey = context.survey.attack(attack.name) {
      facts = [
        ("May change", Words.place(survey)), ("By how much", Words.size(survey.reference)),
        ("Values stay between", Words.bounds(survey.reference.bounds)),
      ]
      if !survey.goals.isEmpty { facts.insert(("Goal", survey.goals.joined(separator: "; ")), at: 0) }
      if !survey.targets.isEmpty { facts.append(("Target", listed(survey.targets))) }
      if !survey.criteria.isEmpty { facts.append(("Success means", listed(survey.criteria))) }
      if !survey.maskCodings.isEmpty { facts.append(("Mask files hold", listed(survey.maskCodings))) }
    }
    return SampleFacts(facts + counts).markup
  }

  private var counts: [(String, String)] {
    let counts = attack.counts
    var facts = [
      ("Attacked", Numeral.count(counts.attacked, "sample")), ("Succeeded", Words.share(attack.successRate)),
      ("Failed", Numeral.count(counts.failed)),
      ("Not attacked, \(Words.already(goalMask))", Numeral.count(counts.alreadyMisclassified)),
      ("Could not be attacked", Numeral.count(counts.errors)),
      ("Audit failures", Numeral.count(attack.auditFailures)),
    ]
    if let rounded = attack.successRateAfterRounding {
      facts.append(("Succeeded after rounding to \(Words.storage(goalMask))", Words.share(rounded)))
    }
    return facts
  }

  private var goalMask: GoalMask? { attack.segmentation.map { $0.goalMask ?? .target } }

  /// A survey keeps only the first few wordings; more are marked.
  private func listed(_ words: [String]) -> String {
    words.joined(separator: "; ") + (words.count >= 4 ? "; …" : "")
  }

  private var correlation: Markup {
    guard let quartiles = attack.classification?.rankCorrelation, quartiles.count > 0 else { return .nothing }
    return .tag("p") {
      "Perturbation and Grad-CAM importance per frame are related with a median rank correlation (Spearman) of "
      Markup.tag("strong", Numeral.fixed(quartiles.median, places: 2))
      " (quartiles \(Numeral.fixed(quartiles.lower, places: 2)) to \(Numeral.fixed(quartiles.upper, places: 2)), "
      "\(Numeral.count(quartiles.count, "sample"))). 1 would mean that the attack changes most what the model looks at most, "
      "0 that there is no relation."
    }
  }
}
