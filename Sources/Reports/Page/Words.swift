import Evaluation

/// Results as sentences: what a reader who is not in the field needs to judge them.
enum Words {
  /// What a sample of a task is called: "recording".
  static func sample(_ task: RunTask) -> String { task == .radar ? "recording" : "image" }

  /// What is attacked or trained: "radar classifier".
  static func network(_ task: RunTask) -> String {
    switch task {
    case .radar: "radar classifier"
    case .image: "image classifier"
    case .segmentation: "segmentation network"
    }
  }

  /// "87.5 % (105 of 120; 95 % interval 80.4–92.3 %)".
  static func share(_ share: Proportion) -> String {
    guard share.total > 0 else { return "not available (no sample)" }
    return
      "\(Numeral.percent(share.rate)) (\(Numeral.count(share.count)) of \(Numeral.count(share.total)); "
      + "95\(Numeral.thinSpace)% interval \(interval(share)))"
  }

  /// "80.4–92.3 %".
  static func interval(_ share: Proportion) -> String {
    guard share.total > 0 else { return Numeral.missing }
    return "\(Numeral.fixed(share.lower * 100, places: 1))–\(Numeral.percent(share.upper))"
  }

  /// "0.712–0.844".
  static func quartiles(_ values: Quartiles, places: Int) -> String {
    guard values.count > 0 else { return Numeral.missing }
    return "\(Numeral.fixed(values.lower, places: places))–\(Numeral.fixed(values.upper, places: places))"
  }

  /// What the attacker could touch, and by how much.
  static func permission(_ survey: AttackSurvey) -> String {
    "\(place(survey)), \(size(survey.reference)); values stay between \(bounds(survey.reference.bounds))."
  }

  static func bounds(_ bounds: ValueRange) -> String {
    "\(Numeral.compact(bounds.lower)) and \(Numeral.compact(bounds.upper))"
  }

  static func place(_ survey: AttackSurvey) -> String {
    // Only samples that could not be attacked: nobody knows what a region would have been on them.
    guard !survey.regions.isEmpty else { return "nothing: no sample could be attacked" }
    guard survey.regions != ["all"] else { return "every value of the input" }
    return "only \(survey.regions.joined(separator: "; or ")) (\(allowedShare(survey)))"
  }

  /// "52.9 % to 77.1 % of an input's values".
  static func allowedShare(_ survey: AttackSurvey) -> String {
    guard let range = survey.allowedShare.range else { return "share not recorded" }
    let low = Numeral.percent(range.lowerBound), high = Numeral.percent(range.upperBound)
    return (low == high ? low : "\(low) to \(high)") + " of an input’s values"
  }

  static func size(_ attack: AttackReference) -> String {
    guard let size = attack.size else { return "without a limit on the size of the change" }
    switch attack.norm {
    case "linf": return "each by at most \(Numeral.level(size))"
    case "l2": return "with an L2 norm of at most \(Numeral.significant(size)) for the whole change"
    case "l1": return "with magnitudes that add up to at most \(Numeral.significant(size))"
    case "l0": return "in at most \(Numeral.significant(size)) values"
    default: return "with a norm (\(attack.norm ?? "not named")) of at most \(Numeral.significant(size))"
    }
  }

  /// What there was to attack no more; `goalMask` is nil for a classifier.
  static func already(_ goalMask: GoalMask?) -> String {
    switch goalMask {
    case nil: "wrong before"
    case .target?: "target drawn before"
    case .truth?, .prediction?: "mask lost before"
    }
  }

  /// What answers are rounded to: masks are judged on images of 8 bits, whatever the files hold.
  static func storage(_ goalMask: GoalMask?) -> String { goalMask == nil ? "the stored type" : "8 bits" }

  static func status(_ status: RecordStatus, goalMask: GoalMask? = nil) -> String {
    switch status {
    case .alreadyMisclassified: already(goalMask) + " the attack"
    case .succeeded: "attack succeeded"
    case .failed: "attack failed"
    case .error: "could not be attacked"
    }
  }

  /// "a", "a and b", "a, b and c".
  static func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " and " + last
  }
}
