import Evaluation

/// A sample's facts as pairs of a name and a value.
struct SampleFacts {
  let facts: [(String, String)]

  init(_ facts: [(String, String)]) { self.facts = facts }

  var markup: Markup {
    .tag("dl", ["class": "facts"]) {
      facts.map { name, value in
        Markup.tag("div") {
          Markup.tag("dt", name)
          Markup.tag("dd") { Markup.name(value) }
        }
      }
    }
  }

  /// What both tasks report.
  static func common(_ record: ReportRecord) -> [(String, String)] {
    var facts: [(String, String)] = [("Attack", record.attack.name), ("Goal", record.attack.goal)]
    let region = record.attack.region
    facts.append(
      (
        "Allowed to change",
        "\(region.name): \(Numeral.percent(region.share)) of \(Numeral.count(region.elementCount)) values"
      ))
    if let size = record.size {
      facts += [
        ("Values changed (L0)", Numeral.count(size.l0)), ("L1", Numeral.significant(size.l1)),
        ("L2", Numeral.significant(size.l2)), ("Largest change (L∞)", Numeral.level(size.linf)),
        (
          "PSNR",
          size.psnr.isFinite ? Numeral.significant(size.psnr) + " dB" : size.l0 == 0 ? "unchanged" : Numeral.missing
        ),
        ("SSIM", Numeral.fixed(size.ssim, places: 4)),
      ]
    }
    if let rounded = record.succeededAfterRounding {
      var goalMask: GoalMask?
      if case .segmentation(let record) = record { goalMask = record.goalMask ?? .target }
      facts.append(("After rounding to \(Words.storage(goalMask))", rounded ? "still succeeds" : "no longer succeeds"))
    }
    if let audit = record.audit { facts.append(("Audit", words(audit))) }
    if let cost = record.cost {
      facts.append(
        ("Cost", "\(Numeral.count(cost.iterations, "iteration")), \(cost.forwards) forward, \(cost.backwards) backward")
      )
    }
    return facts
  }

  private static func words(_ audit: Audit) -> String {
    guard !audit.passed else { return "passed: outside the region bit for bit unchanged, inside bounds and budget" }
    var faults: [String] = []
    if audit.changedOutsideRegion > 0 {
      faults.append("\(Numeral.count(audit.changedOutsideRegion, "value")) changed outside the region")
    }
    if audit.outsideBounds > 0 { faults.append("\(Numeral.count(audit.outsideBounds, "value")) outside the bounds") }
    if !audit.withinBudget { faults.append("\(Numeral.significant(audit.budgetUse)) times the budget") }
    return "failed: \(Words.list(faults))"
  }
}

/// What stands where a picture cannot be drawn.
enum MissingArrays {
  static func note(_ words: String) -> Markup { .tag("p", ["class": "missing"], words) }
}
