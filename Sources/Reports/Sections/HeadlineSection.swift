import Evaluation

/// The result in words and in a few numbers, and what must be known before believing them.
struct HeadlineSection {
  let context: ReportContext

  var markup: Markup {
    .fragment([
      .tag("div", ["class": "headline"]) {
        state; sentences
      },
      tiles,
      CaveatSection(
        run: context.run, summary: context.summary, unreadable: context.survey.unreadableCount, prefix: context.prefix
      ).markup,
    ])
  }

  private var sample: String { Words.sample(context.run.task) }

  private var state: Markup? {
    let counts = context.summary.counts
    guard context.summary.state == .interrupted else { return nil }
    return .tag("p") {
      Markup.tag("strong", "This run is not complete. ")
      "\(Numeral.count(counts.recorded)) of \(Numeral.count(counts.samples, "sample")) have a record; every number "
      "below is about these only."
    }
  }

  private var sentences: [Markup] {
    guard !context.summary.attacks.isEmpty else {
      return [.tag("p", "No sample of this run has been recorded yet, so there is nothing to judge.")]
    }
    return [cleanSentence].compactMap { $0 } + context.summary.attacks.map(attackParagraph)
      + [worstCase, battery].compactMap(\.self)
  }

  private var cleanSentence: Markup? {
    guard let accuracy = context.summary.attacks.first?.classification?.cleanAccuracy else { return nil }
    return .tag("p") {
      "Left alone, "
      Markup.name(context.run.model.file)
      " names the class of "
      Markup.tag("strong", Words.share(accuracy))
      " of the \(sample)s correctly."
    }
  }

  private func attackParagraph(_ attack: AttackSummary) -> Markup {
    .tag("p") {
      outcome(attack)
      if let survey = context.survey.attack(attack.name) {
        " The attacker could change "
        Markup.tag("strong", Words.place(survey))
        ", \(Words.size(survey.reference)); values stay between \(Words.bounds(survey.reference.bounds)). "
        audit(attack, survey)
      }
      rounding(attack)
    }
  }

  private func outcome(_ attack: AttackSummary) -> Markup {
    guard attack.counts.attacked > 0 else {
      return .fragment([.name(attack.name), " was tried on no sample."])
    }
    let verb =
      switch attack.segmentation.map({ $0.goalMask ?? .target }) {
      case nil: "changed the model’s answer for "
      case .target?: "reached its target mask for "
      case .truth?: "made the network lose the true mask for "
      case .prediction?: "made the network lose its own mask for "
      }
    return .fragment([
      .name(attack.name), " ", .text(verb), .tag("strong", Words.share(attack.successRate)),
      attack.segmentation == nil
        ? .text(" of the \(sample)s that it had right\(targets(attack)).")
        : .text(" of the images\(targets(attack)).\(movement(attack))"),
    ])
  }

  private func targets(_ attack: AttackSummary) -> String {
    guard let survey = context.survey.attack(attack.name) else { return "" }
    if !survey.criteria.isEmpty { return " (success means: \(survey.criteria.joined(separator: "; or ")))" }
    return survey.reference.goalClass == nil ? "" : " (goal: \(survey.goals.joined(separator: "; or ")))"
  }

  /// In pixels where no image agreed at all before: the IoU with an empty mask is 0 until the last pixel is gone.
  private func movement(_ attack: AttackSummary) -> String {
    guard let masks = attack.segmentation, masks.toTarget.after.iou.count > 0 else { return "" }
    let scores = masks.toTarget
    guard scores.before.iou.maximum > 0 else {
      return " The median share of pixels as in \((masks.goalMask ?? .target).words) went from "
        + "\(Numeral.percent(scores.before.pixelAccuracy.median)) to \(Numeral.percent(scores.after.pixelAccuracy.median))."
    }
    return
      (" Agreement of the prediction with \((masks.goalMask ?? .target).words) (median IoU) went from \(Numeral.significant(scores.before.iou.median)) "
      + "to \(Numeral.significant(scores.after.iou.median)).")
  }

  private func audit(_ attack: AttackSummary, _ survey: AttackSurvey) -> Markup {
    guard attack.counts.attacked > 0 else { return .nothing }
    if attack.auditFailures > 0 {
      return .tag(
        "strong",
        "\(Numeral.count(attack.auditFailures)) of \(Numeral.count(attack.counts.attacked, "answer")) broke these rules "
          + "in the audit and do not count as successes.")
    }
    let outside = survey.regions == ["all"] ? "" : ", and everything outside bit for bit unchanged"
    return .text("An audit of all \(Numeral.count(attack.counts.attacked, "answer")) found these rules kept\(outside).")
  }

  private func rounding(_ attack: AttackSummary) -> Markup {
    guard let rounded = attack.successRateAfterRounding, rounded.total > 0 else { return .nothing }
    return .text(
      " After rounding to \(Words.storage(attack.segmentation.map { $0.goalMask ?? .target })), \(Numeral.percent(rounded.rate)) "
        + "(\(Numeral.count(rounded.count)) of \(Numeral.count(rounded.total))) still succeed.")
  }

  private var worstCase: Markup? {
    guard let robust = context.summary.robustAccuracy, context.summary.attacks.count > 1 else { return nil }
    return .tag("p") {
      "Counting \(context.run.task == .radar ? "a" : "an") \(sample) as safe only if it withstands every attack of this run, "
      Markup.tag("strong", Words.share(robust))
      " are safe."
    }
  }

  /// Whether the checks give reason to believe the above.
  private var battery: Markup? {
    let checks = context.summary.sanity.filter { $0.verdict != .notApplicable }
    guard !checks.isEmpty else { return nil }
    let passed = checks.count { $0.verdict == .pass }
    return .tag("p") {
      passed == checks.count
        ? "All \(checks.count) sanity checks passed."
        : "\(passed) of \(checks.count) sanity checks passed; the others are listed below."
    }
  }

  private var tiles: Markup {
    let tiles = HeadlineTiles(context: context).tiles
    return tiles.isEmpty ? .nothing : .tag("dl", ["class": "tiles"]) { tiles }
  }
}
