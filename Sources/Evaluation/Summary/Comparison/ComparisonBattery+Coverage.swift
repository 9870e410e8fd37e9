/// Whether enough was tried: all attacks together, both goals, enough restarts.
extension ComparisonBattery {
  var worstCase: SanityCheck {
    let name = "worst case"
    let found = scopes { _ in true }.flatMap { scope in
      [true, false].compactMap { isTargeted in
        strength(columns.filter { $0.scope == scope && $0.isTargeted == isTargeted }, scope)
      }
    }
    guard let worst = found.max(by: { $0.together - $0.alone < $1.together - $1.alone }) else {
      return isMissing(
        name, "No two attacks were run with the same budget. One attack alone is an upper bound of robustness.")
    }
    let isWide = 20 * (worst.together - worst.alone) > worst.total
    return SanityCheck(
      name: name, verdict: isWide ? .warn : .pass,
      words:
        "At \(worst.scope), \(worst.attacks) attacks together break \(worst.together) of \(worst.total) samples, the "
        + "strongest alone (\(worst.strongest)) \(worst.alone). Robust accuracy counts the worst case of each sample, never "
        + "an average. "
        + (isWide ? "No single attack comes near it: add stronger ones, there may be more to break." : ""))
  }

  private struct Strength {
    let scope: AttackLedger.Scope
    let attacks: Int
    let strongest: String
    let alone: Int
    let together: Int
    let total: Int
  }

  /// Over the samples that every attack was set on with the same goal.
  private func strength(_ columns: [Column], _ scope: AttackLedger.Scope) -> Strength? {
    guard columns.count > 1, let first = columns.first else { return nil }
    let shared = first.attempts.filter { sample, attempt in
      columns.allSatisfy { $0.attempt(sample, like: attempt) != nil }
    }.keys
    let broken = columns.map { column in shared.filter { column.attempts[$0]?.succeeded == true } }
    guard !shared.isEmpty, let most = broken.indices.max(by: { broken[$0].count < broken[$1].count }) else {
      return nil
    }
    return Strength(
      scope: scope, attacks: columns.count, strongest: columns[most].name, alone: broken[most].count,
      together: Set(broken.joined()).count, total: shared.count)
  }

  var goals: SanityCheck {
    let name = "both goals"
    let targeted = columns.count { $0.isTargeted }, untargeted = columns.count - targeted
    guard columns.count > 1, classCount > 2 else {
      return isMissing(
        name,
        classCount <= 2
          ? "With two classes, targeted and untargeted are the same."
          : "One attack. Run targeted ones too: they tell whether an attacker can choose the wrong class.")
    }
    let isBoth = targeted > 0 && untargeted > 0
    return SanityCheck(
      name: name, verdict: isBoth ? .pass : .warn,
      words: "\(untargeted) attacks are untargeted and \(targeted) are targeted. "
        + (isBoth
          ? "What each of them was set to is listed with the run's settings."
          : "Run both: some losses work for one of them only, and a defence may hide from one of them only."))
  }

  var lastRestart: SanityCheck {
    let name = "last restart"
    let found = columns.filter { $0.method.map { $0.hasFixedSize && $0.family == .iterative } ?? true }.compactMap(gain)
    guard let worst = found.max(by: { $0.gain * $1.total < $1.gain * $0.total }) else {
      return isMissing(name, "No attack was restarted. Restarts find what one random start misses.")
    }
    let isMore = worst.gain > 1 && 100 * worst.gain > worst.total
    return SanityCheck(
      name: name, verdict: isMore ? .warn : .pass,
      words: "The last of \(worst.restarts) restarts of \(worst.name) broke \(worst.gain) of \(worst.total) samples. "
        + (isMore
          ? "More restarts will break more: raise their number until the last one gains nothing." : "Enough of them."))
  }

  private func gain(_ column: Column) -> (name: String, restarts: Int, gain: Int, total: Int)? {
    guard let restarts = column.attempts.values.compactMap(\.restarts).max(), restarts > 1 else { return nil }
    let gain = column.attempts.values.count { $0.succeeded && $0.restart == restarts - 1 }
    return (column.name, restarts, gain, column.attempts.count)
  }
}
