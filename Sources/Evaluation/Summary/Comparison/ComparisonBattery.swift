internal import Attacks

/// What several attacks of one run say about each other: an attack that loses to a weaker one was misled or is broken,
/// and what it measured is no robustness.
///
/// The rules are those of Carlini et al., "On evaluating adversarial robustness", 2019, arXiv:1902.06705, sample by sample.
struct ComparisonBattery {
  let ledger: AttackLedger
  let classCount: Int

  var checks: [SanityCheck] { [growth, steps, masking, worstCase, goals, lastRestart] }

  private typealias Column = AttackLedger.Column
  private var columns: [Column] { ledger.columns }

  /// What attackers of this run are allowed, each once, in the order of the records.
  private func scopes(where isWanted: (Column) -> Bool) -> [AttackLedger.Scope] {
    var seen: Set<AttackLedger.Scope> = []
    return columns.filter(isWanted).compactMap(\.scope).filter { seen.insert($0).inserted }
  }

  private func isMissing(_ name: String, _ what: String) -> SanityCheck {
    SanityCheck(name: name, verdict: .notApplicable, words: what)
  }

  // MARK: 1

  /// The sizes that one method was run at, from each to the next larger one.
  private var growthSteps: [(words: String, comparison: PairedComparison)] {
    var found: [(String, PairedComparison)] = []
    var methods: [String] = []
    for column in columns {
      if let name = column.method?.name, !methods.contains(name) { methods.append(name) }
    }
    for method in methods {
      let own = columns.filter { $0.method?.name == method }
      for (small, large) in Self.neighbours(scopes { $0.method?.name == method }) {
        let comparison = compare(
          own.filter { $0.scope == small }, own.filter { $0.scope == large }, isSuccess: { $0.succeeded })
        if comparison.total > 0 { found.append(("\(method) from \(small) to \(large.size.brief)", comparison)) }
      }
    }
    return found
  }

  private static func neighbours(_ scopes: [AttackLedger.Scope]) -> [(AttackLedger.Scope, AttackLedger.Scope)] {
    scopes.compactMap { small in
      let larger = scopes.filter { $0.norm == small.norm && $0.region == small.region && $0.size > small.size }
      return larger.min { $0.size < $1.size }.map { (small, $0) }
    }
  }

  private var growth: SanityCheck {
    let name = "growth with size", all = growthSteps
    guard let worst = all.max(by: { $0.comparison.deficit < $1.comparison.deficit }) else {
      return isMissing(
        name, "No attack was run at two sizes. Run it at several: robust accuracy must fall as they grow.")
    }
    let comparison = worst.comparison
    let isLarge = 20 * comparison.deficit > comparison.total
    return SanityCheck(
      name: name, verdict: !comparison.isBeyondNoise ? .pass : isLarge ? .fail : .warn,
      words: "\(all.count) steps to a larger size; the worst is \(worst.words): of \(comparison.total) samples "
        + "\(comparison.lost) fell at the smaller size and withstood the larger one, \(comparison.gained) the other way "
        + "round. A larger budget contains the smaller one: "
        + (comparison.isBeyondNoise
          ? "robust accuracy that rises with it means a poor step size, too few steps or masked gradients."
          : "count the former as broken at both sizes (best so far).")
    )
  }

  // MARK: 3 and 4

  private var steps: SanityCheck {
    let name = "single step"
    let found = scopes { $0.method?.family == .iterative && $0.method?.hasFixedSize == true }.map { scope in
      let here = columns.filter { $0.scope == scope && $0.method?.hasFixedSize == true }
      return (
        scope,
        compare(
          here.filter { $0.method?.family == .singleStep }, here.filter { $0.method?.family == .iterative },
          isSuccess: { $0.succeeded })
      )
    }
    guard let (scope, worst) = Self.worst(found) else {
      return isMissing(
        name,
        "There are no single-step and iterative gradient attacks of the same size to compare. Run fgsm beside pgd.")
    }
    return SanityCheck(
      name: name, verdict: worst.verdict,
      words: "At \(scope), \(worst.lost) of \(worst.total) samples fall to a single step of the gradient and withstand "
        + "every iterative attack, \(worst.gained) the other way round. "
        + (worst.lost == 0
          ? "Iterating is at least as strong, as it must be."
          : "Iterating must be at least as strong: look at its step size, or at a loss surface that misleads small steps.")
    )
  }

  private var masking: SanityCheck {
    let name = "gradient masking"
    let found = scopes { $0.method.map { $0.hasFixedSize && $0.family != .answers } ?? false }.map { scope in
      (scope, maskingComparison(scope))
    }
    guard let (scope, worst) = Self.worst(found) else {
      return isMissing(
        name, "There are no gradient attacks of a fixed size beside attacks by queries or noise. Run pgd beside square."
      )
    }
    return SanityCheck(
      name: name, verdict: worst.verdict,
      words:
        "At \(scope), \(worst.lost) of \(worst.total) samples withstand every gradient attack and fall to queries or "
        + "noise, \(worst.gained) the other way round. "
        + (worst.lost == 0
          ? "Who sees gradients is at least as strong, as it must be."
          : "The gradients do not lead where the victim is weak (masked gradients): go round what hides them, and believe "
            + "the worst case only.")
    )
  }

  /// Attacks that see gradients, and those that look for the smallest change among them, against those that do not: a
  /// success counts if its change is small enough, whatever its own budget was.
  private func maskingComparison(_ scope: AttackLedger.Scope) -> PairedComparison {
    let blind = columns.filter { $0.method?.family == .answers && $0.region == scope.region }
    let seeing = columns.filter { column in
      guard let method = column.method, method.family != .answers else { return false }
      return column.scope == scope || !method.hasFixedSize && column.region == scope.region
    }
    return compare(blind, seeing) { attempt, column in attempt.succeeds(within: scope, of: column) }
  }

  // MARK: 10

  private var worstCase: SanityCheck {
    let name = "worst case"
    let found = scopes { _ in true }.compactMap { scope in strength(columns.filter { $0.scope == scope }, scope) }
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

  // MARK: 15 and 6

  private var goals: SanityCheck {
    let name = "both goals"
    let attempts = columns.lazy.map { ($0, $0.attempts.values.contains { $0.goalClass != nil }) }
    let targeted = attempts.count { $0.1 }, untargeted = columns.count - targeted
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

  private var lastRestart: SanityCheck {
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

extension ComparisonBattery {
  /// Over all samples and goals that attacks of both kinds were set on.
  private func compare(
    _ weaker: [AttackLedger.Column], _ stronger: [AttackLedger.Column],
    isSuccess: (AttackLedger.Attempt, AttackLedger.Column) -> Bool
  ) -> PairedComparison {
    /// A sample with a goal: attacks with different targets are no rivals.
    struct Duel: Hashable {
      let sample: Int
      let goalClass: Int?
    }
    func broken(_ columns: [AttackLedger.Column]) -> [Duel: Bool] {
      var found: [Duel: Bool] = [:]
      for column in columns {
        for (sample, attempt) in column.attempts {
          let duel = Duel(sample: sample, goalClass: attempt.goalClass)
          found[duel] = found[duel] == true || isSuccess(attempt, column)
        }
      }
      return found
    }
    var comparison = PairedComparison()
    let rivals = broken(stronger)
    for (duel, isBroken) in broken(weaker) {
      if let other = rivals[duel] { comparison.add(weaker: isBroken, stronger: other) }
    }
    return comparison
  }

  private func compare(
    _ weaker: [AttackLedger.Column], _ stronger: [AttackLedger.Column], isSuccess: (AttackLedger.Attempt) -> Bool
  ) -> PairedComparison {
    compare(weaker, stronger) { attempt, _ in isSuccess(attempt) }
  }

  /// The comparison with the largest share of lost samples, of those that compare anything.
  private static func worst(
    _ found: [(AttackLedger.Scope, PairedComparison)]
  ) -> (AttackLedger.Scope, PairedComparison)? {
    found.filter { $0.1.total > 0 }.max { $0.1.lost * $1.1.total < $1.1.lost * $0.1.total }
  }
}
