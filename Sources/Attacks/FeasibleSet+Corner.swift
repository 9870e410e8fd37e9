/// The shortest way to where several linear functions have risen enough at once:
///
///     minimise ‖d‖   such that   ⟨g_k, d⟩ ≥ rise_k for all k,   lower ≤ clean + d ≤ upper
///
/// By duality it is the crossing of one function `Σ λ_k g_k`, for the weights whose crossing is farthest. They are found
/// as in sequential minimal optimisation (Platt, 1998): weight goes from the function that is met best to the one that is
/// missed most, until both are met. The crossings of L1 and Linf jump with the weights; a point between those before and
/// after the jump meets both and is no longer than they are. Exact for two functions; with more, what is still missed at
/// the end makes the way longer. Under Linf it is solved as a linear program instead, where something is missed and the
/// program's answer is shorter or misses less (`LeastLargestMove`): exact for any number of functions.
extension FeasibleSet {
  func corner(of walls: [Wall]) -> Crossing {
    let rows = walls.compactMap { Row($0) }
    var weights = rows.indices.map { $0 == 0 ? 1.0 : 0 }
    var point = crossing(of: rows, weights)
    var missed = misses(rows, at: point)
    for _ in 0..<8 {
      guard
        let to = rows.indices.max(by: { missed[$0] < missed[$1] }),
        let from = rows.indices.filter({ weights[$0] > 0 && $0 != to }).min(by: { missed[$0] < missed[$1] }),
        missed[to] > 1e-5 * abs(rows[to].rise)
      else { break }
      let next = shift(&weights, from: from, to: to, rows)
      let nextMissed = misses(rows, at: next)
      // A point between crossings is not that of the weights: from there on, weights may lead nowhere.
      guard nextMissed.max() ?? 0 < missed[to] else { break }
      (point, missed) = (next, nextMissed)
    }
    let isMissed = zip(rows, missed).contains { $1 > 1e-5 * abs($0.rise) }
    let excess = zip(rows, missed).map { $0.rise > 0 ? $1 / $0.rise : 0 }.max() ?? 0
    if excess > 0 { clip(&point, scale: 1 + excess) }
    let shifted = Crossing(point: point, length: PerturbationNorms(clean: clean, adversarial: point)(budget.norm))
    guard isMissed, budget.norm == .linf, let even = evenCorner(of: rows) else {
      return shifted
    }
    // Stretched, the other may have come to meet everything; then the shorter one is the better.
    let isMet = misses(rows, at: shifted.point).allSatisfy { $0 <= 0 }
    return isMet && shifted.length <= even.length ? shifted : even
  }

  /// The corner under Linf, for any number of functions; nil where the box is too small for it.
  private func evenCorner(of rows: [Row]) -> Crossing? {
    guard let least = leastMove(rows, margin: 0) else { return nil }
    // Beyond the functions by far more than what rounding to `Float` takes away, by far less than a hundredth.
    let length = least.reduce(0) { max($0, abs($1)) }
    guard let move = leastMove(rows, margin: 2e-5 * length) else { return nil }
    var point = zip(clean, move).map { Float(Double($0) + $1) }
    clip(&point, scale: 1)
    return Crossing(point: point, length: PerturbationNorms(clean: clean, adversarial: point)(.linf))
  }

  /// The move that is short by the largest change and still enough with every change shorter by the margin.
  private func leastMove(_ rows: [Row], margin: Double) -> [Double]? {
    LeastLargestMove(
      slopes: rows.map { $0.slope.map(Double.init) },
      rises: rows.map { row in row.rise + margin * row.slope.reduce(0) { $0 + abs(Double($1)) } },
      lower: zip(lower, clean).map { Double($0) - Double($1) }, upper: zip(upper, clean).map { Double($0) - Double($1) }
    ).solution()
  }

  /// A wall in units of its slope's length.
  private struct Row {
    let slope: [Float]
    let rise: Double

    init?(_ wall: Wall) {
      let length = wall.slope.euclideanNorm
      guard length > 0, length.isFinite, wall.rise.isFinite else { return nil }
      slope = wall.slope.map { Float(Double($0) / length) }
      rise = wall.rise / length
    }
  }

  private func crossing(of rows: [Row], _ weights: [Double]) -> [Float] {
    var slope = [Float](repeating: 0, count: clean.count)
    var rise = 0.0
    for (row, weight) in zip(rows, weights) where weight > 0 {
      slope.add(row.slope, times: weight)
      rise += weight * row.rise
    }
    return crossing(from: clean, along: slope, rise: rise).point
  }

  /// By how much each function is still too low.
  private func misses(_ rows: [Row], at point: [Float]) -> [Double] {
    rows.map { row in
      var risen = 0.0
      clean.withUnsafeBufferPointer { clean in
        point.withUnsafeBufferPointer { point in
          row.slope.withUnsafeBufferPointer { slope in
            for index in clean.indices {
              risen += Double(slope[index]) * (Double(point[index]) - Double(clean[index]))
            }
          }
        }
      }
      return row.rise - risen
    }
  }

  /// Moves weight from one function to another until they are missed by the same, and returns the point that does it.
  private func shift(_ weights: inout [Double], from: Int, to: Int, _ rows: [Row]) -> [Float] {
    let (whole, start) = (weights[from], weights[to])
    var ends: (low: (share: Double, point: [Float])?, high: (share: Double, point: [Float])?)
    for turn in 0..<16 {
      let share = turn == 0 ? 1 : turn == 1 ? 0 : ((ends.low?.share ?? 0) + (ends.high?.share ?? 1)) / 2
      (weights[from], weights[to]) = (whole * (1 - share), start + whole * share)
      let point = crossing(of: rows, weights)
      let missed = misses(rows, at: point)
      if missed[to] > missed[from] { ends.low = (share, point) } else { ends.high = (share, point) }
      if abs(missed[to] - missed[from]) <= 1e-7 * abs(rows[to].rise) { break }
    }
    let share = ends.high?.share ?? 1
    (weights[from], weights[to]) = (whole * (1 - share), start + whole * share)
    guard let low = ends.low?.point, let high = ends.high?.point else { return crossing(of: rows, weights) }
    return between(low, high, rows, from: from, to: to)
  }

  /// The point between two at which two functions are missed by the same.
  private func between(_ low: [Float], _ high: [Float], _ rows: [Row], from: Int, to: Int) -> [Float] {
    let (before, after) = (misses(rows, at: low), misses(rows, at: high))
    let (positive, negative) = (before[to] - before[from], after[to] - after[from])
    let share = positive - negative > 0 ? positive / (positive - negative) : 1
    var point = low.indices.map { low[$0] + Float(share * (Double(high[$0]) - Double(low[$0]))) }
    clip(&point, scale: 1)
    return point
  }
}
