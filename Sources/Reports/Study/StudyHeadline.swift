import Evaluation

/// The study in a paragraph and a few numbers, computed from its tables, and what must be known before believing them.
struct StudyHeadline {
  let result: StudyResult

  var markup: Markup {
    .fragment([
      .tag("div", ["class": "headline"]) {
        if let state { state }
        Markup.tag("div", ["class": "abstract"]) { sentences.map { sentence in Markup.tag("p") { sentence } } }
      },
      Tile.row(StudyTiles(result: result).tiles), CaveatBox(items: caveats).markup,
    ])
  }

  private var state: Markup? {
    guard result.state == .interrupted || result.finishedCells < result.totalCells else { return nil }
    return .tag("p") {
      Markup.tag("strong", "This study is not complete. ")
      "\(Numeral.count(result.finishedCells)) of \(Numeral.count(result.totalCells, "cell")) are finished; tables may be "
      "missing or have fewer rows."
    }
  }

  private var sentences: [Markup] {
    let all = [victims, threats, padding, importance, defences].compactMap(\.self)
    return all.isEmpty ? ["No cell of this study is finished yet, so there is nothing to report."] : all
  }

  // MARK: Sentences

  private var victims: Markup? {
    guard let range = StudyRange(result.victims.map(\.cleanAccuracy)) else { return nil }
    let description = result.description
    let defended = result.victims.count { $0.defence != nil }
    let count = result.victims.count - defended
    let forms = defended > 0 ? " (and \(Numeral.count(defended, "defended form")))" : ""
    return .fragment([
      .text(
        "\(Numeral.count(count, "classifier")) of radar gestures\(forms) \(count == 1 ? "is" : "are") attacked with "
          + "\(Numeral.count(description.samples.count, "recording")) of "),
      .name(description.data.folder), .text(description.split.isEmpty ? "" : " (\(description.split))"),
      .text(". Left alone, \(count == 1 ? "it names" : "they name") the class of "), .tag("strong", range.words),
      " of them correctly.",
    ])
  }

  private var threats: Markup? {
    let untargeted = result.threats.filter { $0.goal == .untargeted }
    let parts = ThreatModel.allCases.compactMap { threat -> (ThreatModel, StudyRange)? in
      StudyRange(untargeted.filter { $0.threat == threat }.map(\.measure.success)).map { (threat, $0) }
    }
    guard !parts.isEmpty else { return nil }
    var pieces: [Markup] = []
    for (index, part) in parts.enumerated() {
      pieces += [
        .text(index == 0 ? "" : index == parts.count - 1 ? "; and " : "; "), .text(words(part.0)),
        .tag("strong", part.1.words),
      ]
    }
    let attacks = Set(untargeted.map(\.attack)).count
    return .fragment(
      [.text("Untargeted attacks\(attacks > 1 ? " (\(attacks) of them: the range is over these)" : "") succeed ")]
        + pieces + [" of the recordings that were named correctly."])
  }

  private func words(_ threat: ThreatModel) -> String {
    switch threat {
    case .whiteBox: "with full knowledge of the victim for "
    case .sameArchitecture: "with a network of the same architecture trained on other data for "
    case .sameData: "with another architecture trained on the same data for "
    case .neither: "with neither for "
    }
  }

  /// At the largest share of padding and the largest budget that were tried.
  private var padding: Markup? {
    guard let corner = StudyPaddingCorner(result.padding), let range = StudyRange(corner.points.map(\.measure.success))
    else { return nil }
    return .fragment([
      .text(
        "Changing nothing but padding, with \(Numeral.percent(corner.share, places: 0)) of the frames padding and "
          + "\(StudyCells.budget(corner.norm, corner.size)), an attacker who knows the victim still succeeds for "),
      .tag("strong", range.words),
      .text(" of the recordings" + (corner.points.count > 1 ? ", depending on victim and kind of padding." : ".")),
    ])
  }

  private var importance: Markup? {
    let rows = result.importance.filter { $0.rankCorrelation.count > 0 }
    guard let lowest = rows.map(\.rankCorrelation.median).min(), let highest = rows.map(\.rankCorrelation.median).max()
    else { return nil }
    let low = StudyCells.hundredths(lowest), high = StudyCells.hundredths(highest)
    let energy = rows.filter { $0.energyInTopFrames.count > 0 }
    let above = energy.count { $0.energyInTopFrames.median > $0.energyInRandomFrames.median }
    return .fragment([
      "Within a recording, perturbation and Grad-CAM importance per frame are related with a median rank correlation of ",
      .tag("strong", low == high ? low : "\(low) to \(high)"),
      .text(
        energy.isEmpty
          ? "."
          : "; the most important frames get more of the perturbation’s energy than as many drawn at random in "
            + "\(above) of \(Numeral.count(energy.count, "case"))."),
    ])
  }

  /// The defence with the lowest success of the attacker who knows it, beside the victim without one.
  private var defences: Markup? {
    let pairs = grouped(result.defences, by: \.victim).compactMap { _, rows -> (DefenceRow, DefenceRow)? in
      guard let plain = rows.first, plain.paddingAdaptively.success.total > 0 else { return nil }
      return rows.dropFirst().filter { $0.paddingAdaptively.success.total > 0 }
        .min { $0.paddingAdaptively.success.rate < $1.paddingAdaptively.success.rate }.map { (plain, $0) }
    }
    guard
      let (plain, best) = pairs.min(by: { $0.1.paddingAdaptively.success.rate < $1.1.paddingAdaptively.success.rate })
    else { return nil }
    return .fragment([
      "Of the defences, ", .name(best.defence), " on ", .name(best.victim),
      .text(" leaves a padding attacker who knows it the least: "),
      .tag("strong", Words.share(best.paddingAdaptively.success)),
      .text(
        " instead of \(Numeral.percent(plain.paddingAdaptively.success.rate)), at a clean accuracy of "
          + "\(Numeral.percent(best.cleanAccuracy.rate)) instead of \(Numeral.percent(plain.cleanAccuracy.rate))."),
    ])
  }

  // MARK: Caveats

  private var caveats: [Markup] {
    let known = result.caveats + result.description.caveats.filter { !result.caveats.contains($0) }
    var items = known.map { Markup.text($0) }
    let broken = StudyAudit(result).failures
    if broken > 0 {
      items.append(
        .tag(
          "strong",
          "\(Numeral.count(broken, "answer")) broke the region, the bounds or the budget in the audit: a fault of the "
            + "program. They do not count as successes."))
    }
    return items
  }
}
