internal import Attacks

/// What several attacks of one run say about each other: an attack that loses to a weaker one was misled or is broken,
/// and what it measured is no robustness.
///
/// The rules are those of Carlini et al., "On evaluating adversarial robustness", 2019, arXiv:1902.06705, sample by sample.
struct ComparisonBattery {
  let ledger: AttackLedger
  let classCount: Int

  var checks: [SanityCheck] { [growth, steps, masking, worstCase, goals, lastRestart] }

  typealias Column = AttackLedger.Column
  var columns: [Column] { ledger.columns }

  /// What attackers of this run are allowed, each once, in the order of the records.
  func scopes(where isWanted: (Column) -> Bool) -> [AttackLedger.Scope] {
    var seen: Set<AttackLedger.Scope> = []
    return columns.filter(isWanted).compactMap(\.scope).filter { seen.insert($0).inserted }
  }

  func isMissing(_ name: String, _ what: String) -> SanityCheck {
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
        if comparison.total > 0 { found.append(("\(method) from \(small.size.brief) to \(large)", comparison)) }
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
}
