/// Two ways to attack the same samples: how often the one that should be stronger lost, and how often it won.
struct PairedComparison {
  /// Broken by the weaker way alone.
  var lost = 0
  /// Broken by the stronger way alone.
  var gained = 0
  var total = 0

  mutating func add(weaker: Bool, stronger: Bool) {
    total += 1
    if weaker, !stronger { lost += 1 }
    if stronger, !weaker { gained += 1 }
  }

  /// By how many samples the stronger way is behind, all told.
  var deficit: Int { lost - gained }

  /// Whether the deficit is more than chance explains: that of a fair coin for every sample on which the two disagree,
  /// at 95 %.
  var isBeyondNoise: Bool { Double(deficit) > 1.96 * Double(lost + gained).squareRoot() }

  /// Samples lost are a doubt; more than 5 % of them, and more than one, are a fault.
  var verdict: SanityCheck.Verdict {
    guard total > 0 else { return .notApplicable }
    return lost == 0 ? .pass : lost > 1 && 20 * lost > total ? .fail : .warn
  }
}
