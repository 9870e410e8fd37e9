/// The move whose largest element is smallest, of those that make linear functions rise far enough.
///
///     minimise t   such that   |d_i| ≤ t,   lower_i ≤ d_i ≤ upper_i,   ⟨g_k, d⟩ ≥ rise_k
///
/// A linear program in n + 1 unknowns, solved by the predictor-corrector method of Mehrotra (1992, SIAM Journal on
/// Optimization 2, 575–601). What limits single elements is eliminated: each of some 20 steps solves K + 1 equations, and
/// sets them up in O(n K²). It goes through the inside, so that it cannot turn in circles among corners.
package struct LeastLargestMove: Sendable {
  /// `g_k`: K rows of n.
  package let slopes: [[Double]]
  package let rises: [Double]
  /// At most 0.
  package let lower: [Double]
  /// At least 0.
  package let upper: [Double]

  package init(slopes: [[Double]], rises: [Double], lower: [Double], upper: [Double]) {
    self.slopes = slopes
    self.rises = rises
    self.lower = lower
    self.upper = upper
  }

  /// `d`, its largest element within a millionth of the least; nil where the functions cannot rise so far within the limits,
  /// or where that was not found out in so many steps.
  package func solution(steps: Int = 60) -> [Double]? {
    let sizes = slopes.map { $0.reduce(0) { $0 + abs($1) } }
    // No move whose elements are all smaller lifts every function.
    let unit = zip(rises, sizes).map { $0 > 0 ? $0 / $1 : 0 }.max() ?? 0
    guard unit > 0 else { return lower.map { _ in 0 } }
    let rows = sizes.indices.filter { sizes[$0] > 0 }
    let free = lower.indices.filter { upper[$0] - lower[$0] > 1e-7 * unit }
    guard unit.isFinite, !free.isEmpty else { return nil }
    let scaled = LeastLargestMove(
      slopes: rows.map { row in free.map { slopes[row][$0] / sizes[row] } },
      rises: rows.map { rises[$0] / (sizes[$0] * unit) }, lower: free.map { lower[$0] / unit },
      upper: free.map { upper[$0] / unit })
    guard let found = scaled.innerSolution(steps: steps) else { return nil }
    var move = [Double](repeating: 0, count: lower.count)
    for (index, value) in zip(free, found) { move[index] = value * unit }
    return move
  }

  /// The same for a program whose rows have L1 norm 1 and whose `t` is at least 1.
  private func innerSolution(steps: Int) -> [Double]? {
    var point = InteriorPoint(of: self)
    for _ in 0..<steps {
      if point.isOptimal { return point.move }
      guard point.advance() else { return nil }
    }
    return point.isOptimal ? point.move : nil
  }
}
