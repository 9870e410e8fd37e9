/// Where the batch goes in literal reshapes that leave several places for it, and the search through all combinations.
///
/// A model exported for one sample may say `[T, 1, D] → [T, heads, D/heads]` or `[T, 1, D] → [T, D]`; whether the batch
/// belongs to the first or the second axis of the result shows only in later nodes, some of which then fit or keep
/// samples apart and some not. So combinations are tried one after another. Equal reshapes are decided alike: the
/// number of combinations depends on the kinds of layers, not on their number.
struct BatchChoices: Sendable {
  private struct Reshape: Hashable {
    let from: [Int]
    let to: [Int]
  }

  /// The decisions in the order in which the current lowering met them.
  private var met: [Reshape] = []
  private var chosen: [Reshape: Int] = [:]
  private var counts: [Reshape: Int] = [:]

  /// One of the candidates for a reshape; nil if there is none.
  mutating func choose(_ candidates: [BatchAxis], from: [Int], to: [Int]) -> BatchAxis? {
    guard candidates.count > 1 else { return candidates.first }
    let reshape = Reshape(from: from, to: to)
    if counts.updateValue(candidates.count, forKey: reshape) == nil { met.append(reshape) }
    return candidates[chosen[reshape] ?? 0]
  }

  /// Goes on to the next combination, depth first: the last decision that has an alternative is changed.
  ///
  /// - Returns: false when all have been tried.
  mutating func advance() -> Bool {
    while let last = met.popLast() {
      let next = (chosen[last] ?? 0) + 1
      chosen[last] = nil
      if next < counts.removeValue(forKey: last) ?? 0 {
        chosen[last] = next
        met = []
        counts = [:]
        return true
      }
    }
    return false
  }
}
