/// A hyperplane `a · d = gap` for the change `d` of a point, inside the box that the point may move in.
package struct BoxedHyperplane {
  /// `a`: 0 for elements that must not move.
  let slope: [Float]
  /// The box of the point itself.
  let lower: [Float]
  let upper: [Float]

  package init(slope: [Float], lower: [Float], upper: [Float]) {
    precondition(
      slope.count == lower.count && slope.count == upper.count,
      "BoxedHyperplane: \(slope.count) slopes, \(lower.count) and \(upper.count) bounds")
    (self.slope, self.lower, self.upper) = (slope, lower, upper)
  }

  /// The change of least norm that leads from a point onto the hyperplane, exactly; where the box does not reach so far,
  /// the change that comes nearest to it: every element to its bound.
  ///
  /// For L2 and Linf all elements move together, at speeds `|a|` and 1, each until it meets its bound. For L1 they move
  /// one after the other, the steepest first (Croce and Hein, 2020, arXiv:1907.02044, §3.2).
  package func leastChange(from point: [Float], gap: Double, norm: Norm) -> [Double] {
    var change = [Double](repeating: 0, count: slope.count)
    guard gap != 0 else { return change }
    let steepness = slope.map { abs(Double($0)) }
    let rooms = slope.indices.map { index in
      let isUp = (slope[index] > 0) == (gap > 0)
      return slope[index] == 0 ? 0 : abs(Double(isUp ? upper[index] : lower[index]) - Double(point[index]))
    }
    switch norm {
    case .linf: change = Self.moves(steepness, rooms, speeds: steepness.map { $0 > 0 ? 1 : 0 }, gap: abs(gap))
    case .l2: change = Self.moves(steepness, rooms, speeds: steepness, gap: abs(gap))
    case .l1, .l0: change = Self.movesInTurn(steepness, rooms, order: FeasibleSet.descending(slope), gap: abs(gap))
    }
    for index in change.indices where (slope[index] > 0) != (gap > 0) { change[index] = -change[index] }
    return change
  }

  /// `min(time · speed, room)` for the time at which `Σ steepness · move` is the gap.
  ///
  /// The sum is a concave, piecewise linear function of time. Newton's steps from 0 never pass the solution, and each can
  /// only find more elements at their bounds, so that they end; in practice after a few.
  private static func moves(_ steepness: [Double], _ rooms: [Double], speeds: [Double], gap: Double) -> [Double] {
    var time = 0.0
    for _ in 0..<200 {
      var (stopped, pace) = (0.0, 0.0)
      for index in speeds.indices {
        let isFree = time * speeds[index] < rooms[index]
        stopped += isFree ? 0 : steepness[index] * rooms[index]
        pace += isFree ? steepness[index] * speeds[index] : 0
      }
      guard pace > 0 else { return rooms }
      let next = (gap - stopped) / pace
      if !(next > time * (1 + 1e-14)) { break }
      time = next
    }
    return zip(speeds, rooms).map { min(time * $0, $1) }
  }

  private static func movesInTurn(_ steepness: [Double], _ rooms: [Double], order: [Int], gap: Double) -> [Double] {
    var moves = [Double](repeating: 0, count: rooms.count)
    var left = gap
    for index in order {
      moves[index] = min(left / steepness[index], rooms[index])
      left -= steepness[index] * moves[index]
      if left <= 0 { break }
    }
    return moves
  }
}
