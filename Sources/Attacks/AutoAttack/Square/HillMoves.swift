internal import Tensors

/// L2: perturbations made of pairs of hills, and moves that shift length from one window to another.
///
/// A move draws windows `W₁` and `W₂` of one size. In each channel `i` of `C`,
///
///     ν = ρ_i η + δ_{W₁,i} / ‖δ_{W₁,i}‖,   δ_{W₂} ← 0,   δ_{W₁,i} ← ν / ‖ν‖ · √( ‖δ_{W₁∪W₂,i}‖² + (size² − ‖δ‖²) / C )
///
/// with a random sign `ρ_i`; then the whole is brought to the budget's length and clipped (arXiv:1912.00049, Algorithm 3).
struct HillMoves: SquareMoves {
  let set: FeasibleSet
  let canvas: Canvas

  private var size: Double { Double(set.budget.size) }

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
    let unused = max(size * size - Self.square(change), 0) / Double(canvas.channels)
    let extents = canvas.extents(share: share, isOdd: true)
    let window = canvas.window(extents, using: &stream)
    let other = canvas.window(extents, using: &stream)
    let hills = Hills(window, isUpright: stream.nextSign() > 0)
    for channel in 0..<canvas.channels {
      let own = canvas.indices(of: window, channel: channel)
      let old = own.map { change[$0] }
      var freed = Self.square(old)
      for index in own { change[index] = 0 }
      for index in canvas.indices(of: other, channel: channel) {
        freed += change[index] * change[index]
        change[index] = 0
      }
      let sign = Double(stream.nextSign())
      let new = shape(hills, sign: sign, over: old, at: own)
      let length = Self.square(new).squareRoot()
      guard length > 0 else { continue }
      for (index, height) in zip(own, new) { change[index] = height / length * (freed + unused).squareRoot() }
    }
    return self.point(at: change)
  }

  private func shape(_ hills: Hills, sign: Double, over old: [Double], at indices: [Int]) -> [Double] {
    let length = Self.square(old).squareRoot() + 1e-10
    return indices.indices.map { set.allowed[indices[$0]] ? sign * hills.heights[$0] + old[$0] / length : 0 }
  }

  /// The point with a perturbation of that direction and the whole length, as far as the bounds let it.
  private func point(at change: [Double]) -> [Float] {
    let length = Self.square(change).squareRoot()
    guard length > 0 else { return set.clean }
    var point = set.clean
    for index in point.indices where change[index] != 0 {
      point[index] = Float(Double(point[index]) + size / length * change[index])
    }
    set.project(&point)
    return point
  }

  private static func square(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 } }
}
