/// How many elements a sparse step moves, and how far: both follow the best point.
struct Sparsity {
  /// How many elements a step moves.
  private(set) var count: Int
  /// How long a step is, in L1.
  private(set) var step: Float
  private let longest: Float
  private var changed: Int

  /// Begins at a point with `changed` elements that differ from the clean input; where none do, a step moves a fifth of
  /// those that may.
  init(changed: Int, of set: FeasibleSet) {
    self.changed = changed
    count = max(changed > 0 ? Self.count(for: changed) : set.allowedCount / 5, 1)
    longest = set.budget.size
    step = longest
  }

  private static func count(for changed: Int) -> Int { max(Int(Double(changed) / 1.5), 1) }

  /// Follows the best point; whether it has become sparser, so that the search goes back to it.
  mutating func hasImproved(changed now: Int) -> Bool {
    let isSparser = Double(now) < 0.95 * Double(changed)
    count = Self.count(for: now)
    step = isSparser ? longest : max(step / 1.5, longest / 10)
    changed = now
    return isSparser
  }
}
