internal import Tensors

/// L2 and L1: perturbations made of pairs of hills, and moves that shift length from one window to another.
///
/// A move draws windows `W₁` and `W₂` of one size. In each channel `i` of `C`,
///
///     ν = ρ_i η + δ_{W₁,i} / ‖δ_{W₁,i}‖,   δ_{W₂} ← 0,   δ_{W₁,i} ← ν / ‖ν‖ · m_i
///     L2:  m_i² = ‖δ_{W₁∪W₂,i}‖² + (size² − ‖δ‖²) / C
///     L1:  m_i = C ‖δ_{W₁∪W₂,i}‖₁ + size − ‖δ‖₁
///
/// with a random sign `ρ_i`. Then the whole gets the budget's length and is projected: under L2 that clips it
/// (arXiv:1912.00049, Algorithm 3), under L1, where it may be longer than the budget, small changes go back to nothing (the
/// authors' program for arXiv:2103.01208).
struct HillMoves: SquareMoves {
  let set: FeasibleSet
  let canvas: Canvas

  private var size: Double { Double(set.budget.size) }
  private var isSparse: Bool { self.set.budget.norm == .l1 }

  /// What adds up over windows: magnitudes, or squares.
  private func mass(_ values: [Double]) -> Double {
    isSparse ? values.reduce(0) { $0 + abs($1) } : values.reduce(0) { $0 + $1 * $1 }
  }

  private func length(_ values: [Double]) -> Double { isSparse ? mass(values) : mass(values).squareRoot() }

  /// About 5 × 5 tiles of the plane, a pair of hills in each.
  func start(using stream: inout RandomStream) -> [Float] {
    var change = [Double](repeating: 0, count: set.clean.count)
    let box = canvas.box
    let shorter = box.rows.count == 1 ? box.columns.count : min(box.rows.count, box.columns.count)
    let side = max((box.columns.count == 1 ? box.rows.count : shorter) / 5, 1)
    for rows in Self.tiles(of: box.rows, side) {
      for columns in Self.tiles(of: box.columns, side) {
        let tile = Canvas.Window(frames: box.frames, rows: rows, columns: columns)
        let hills = Hills(tile, isUpright: stream.nextSign() > 0)
        for channel in 0..<canvas.channels {
          let sign = Double(stream.nextSign())
          for (index, height) in zip(canvas.indices(of: tile, channel: channel), hills.heights) {
            change[index] = set.allowed[index] ? sign * height : 0
          }
        }
      }
    }
    return point(at: change)
  }

  /// As many whole tiles as fit, in the middle.
  private static func tiles(of range: Range<Int>, _ side: Int) -> [Range<Int>] {
    let length = min(side, range.count)
    let first = range.lowerBound + range.count % length / 2
    return (0..<range.count / length).map { first + $0 * length..<first + ($0 + 1) * length }
  }

  func moved(_ point: [Float], share: Double, using stream: inout RandomStream) -> [Float] {
    var change = zip(point, set.clean).map { Double($0) - Double($1) }
    let unused = max((isSparse ? size : size * size) - mass(change), 0)
    let extents = canvas.extents(share: share, isOdd: true)
    let window = canvas.window(extents, using: &stream)
    let other = canvas.window(extents, using: &stream)
    let hills = Hills(window, isUpright: stream.nextSign() > 0)
    for channel in 0..<canvas.channels {
      let own = canvas.indices(of: window, channel: channel)
      let old = own.map { change[$0] }
      for index in own { change[index] = 0 }
      let others = canvas.indices(of: other, channel: channel)
      let freed = mass(old) + mass(others.map { change[$0] })
      for index in others { change[index] = 0 }
      let new = shape(hills, sign: Double(stream.nextSign()), over: old, at: own)
      guard length(new) > 0 else { continue }
      let scale = wantedLength(freed: freed, unused: unused) / length(new)
      for (index, height) in zip(own, new) { change[index] = scale * height }
    }
    return self.point(at: change)
  }

  private func wantedLength(freed: Double, unused: Double) -> Double {
    let channels = Double(canvas.channels)
    return isSparse ? channels * freed + unused : (freed + unused / channels).squareRoot()
  }

  private func shape(_ hills: Hills, sign: Double, over old: [Double], at indices: [Int]) -> [Double] {
    let length = length(old) + 1e-10
    return indices.indices.map { set.allowed[indices[$0]] ? sign * hills.heights[$0] + old[$0] / length : 0 }
  }

  /// The point with that perturbation, as long as the budget, or under L1 at least so long before it is projected.
  private func point(at change: [Double]) -> [Float] {
    let length = length(change)
    guard length > 0 else { return set.clean }
    let scale = isSparse ? max(size / length, 1) : size / length
    var point = set.clean
    for index in point.indices where change[index] != 0 {
      point[index] = Float(Double(point[index]) + scale * change[index])
    }
    set.project(&point)
    return point
  }
}
