internal import Tensors

/// The sets of pixels that a set becomes when it grows or shrinks by a rim, ordered by the rim's width.
///
///     s(p) = d²(p, S) outside S,   s(p) = −d²(p, complement of S) inside;   S_t = {p : s(p) ≤ t}
///
/// S_0 is S itself, up to pixels that may not belong. Distances are Euclidean, in pixels; beyond the border there is nothing.
struct LevelSet {
  private let width: Int
  /// Pixels that may belong to the set, with their level, from the innermost outwards.
  private let order: [(level: Double, pixel: Int)]

  /// `isOpen` says of a pixel whether it may belong to the set or lend distance to it: void pixels may not.
  init(height: Int, width: Int, isMember: (Int) -> Bool, isOpen: (Int) -> Bool) {
    self.width = width
    let inside = NearestSites(height: height, width: width) { isMember($0) }
    let outside = NearestSites(height: height, width: width) { !isMember($0) && isOpen($0) }
    order = (0..<height * width).filter { isOpen($0) || isMember($0) }
      .map { pixel -> (level: Double, pixel: Int) in
        let depth = outside.squaredDistances[pixel]
        return (level: isMember(pixel) ? -depth : inside.squaredDistances[pixel], pixel: pixel)
      }
      .sorted { ($0.level, $0.pixel) < ($1.level, $1.pixel) }
  }

  /// The pixels of the level at which a measure that grows with the set comes nearest to `goal`; the smaller of equals.
  ///
  /// The empty set counts as a level whose measure is 0. `measure` is asked after each whole level.
  private func pixels(nearestTo goal: Double, measure: (inout Extent) -> Double) -> [Int] {
    var extent = Extent(), best = (distance: abs(goal), count: 0), index = 0
    while index < order.count {
      let level = order[index].level
      // From these pixels the set cannot be reached: there is no set at all.
      guard level != .infinity else { break }
      while index < order.count, order[index].level == level {
        extent.add(row: order[index].pixel / width)
        index += 1
      }
      let distance = abs(measure(&extent) - goal)
      if distance < best.distance { best = (distance, index) }
    }
    return order[..<best.count].map(\.pixel)
  }

  func pixels(ofArea area: Double) -> [Int] { pixels(nearestTo: area) { Double($0.count) } }

  func pixels(ofHeight height: Double) -> [Int] { pixels(nearestTo: height) { Double($0.height) } }

  /// How many pixels, over how many rows.
  private struct Extent {
    private(set) var count = 0
    private var rows: ClosedRange<Int>?

    var height: Int { rows?.count ?? 0 }

    mutating func add(row: Int) {
      count += 1
      rows = rows.map { min($0.lowerBound, row)...max($0.upperBound, row) } ?? row...row
    }
  }
}
