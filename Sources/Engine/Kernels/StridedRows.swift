/// A loop nest over several operands, seen as outer axes around blocks of rows and columns.
///
/// Elementwise and copying kernels hand a block at a time to C, which loops over its rows and columns.
struct StridedRows {
  private let outerExtents: [Int]
  private let outerStrides: [[Int]]
  private let rows: Int
  private let columns: Int
  /// Per operand, the step from row to row and from column to column.
  let rowStrides: [Int]
  let columnStrides: [Int]

  init(extents: [Int], strides: [[Int]]) {
    let axes = MergedAxes(extents: extents, strides: strides)
    let last = axes.extents.count - 1
    columns = axes.extents[last]
    columnStrides = axes.strides.map { $0[last] }
    rows = last > 0 ? axes.extents[last - 1] : 1
    // A single row has no next one: its stride only says that rows lie without gaps.
    rowStrides = axes.strides.map { last > 0 ? $0[last - 1] : $0[last] * axes.extents[last] }
    outerExtents = Array(axes.extents.dropLast(2))
    outerStrides = axes.strides.map { Array($0.dropLast(2)) }
  }

  /// Elements that make a range of work worth a thread.
  static let grain = 16384

  /// A block of the nest: where each operand begins and how many rows and columns follow.
  struct Block {
    let offsets: UnsafeMutableBufferPointer<Int>
    let rows: Int
    let columns: Int
  }

  /// Calls `body` with blocks that together cover the nest once, on several threads if it is large.
  func forEachBlock(_ body: (Block) -> Void) {
    let rowCount = outerExtents.reduce(rows, *)
    guard rowCount > 0, columns > 0 else { return }
    if rowCount == 1 {
      Parallel.forEachRange(columns, grain: Self.grain) { visitColumns($0, body) }
    } else {
      Parallel.forEachRange(rowCount, grain: max(1, Self.grain / columns)) { visitRows($0, body) }
    }
  }

  private func visitColumns(_ range: Range<Int>, _ body: (Block) -> Void) {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: columnStrides.count) { offsets in
      for operand in columnStrides.indices {
        offsets.initializeElement(at: operand, to: range.lowerBound * columnStrides[operand])
      }
      body(Block(offsets: offsets, rows: 1, columns: range.count))
    }
  }

  private func visitRows(_ range: Range<Int>, _ body: (Block) -> Void) {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: rowStrides.count) { offsets in
      offsets.initialize(repeating: 0)
      var next = range.lowerBound
      while next < range.upperBound {
        let row = next % rows
        let count = min(rows - row, range.upperBound - next)
        locate(outer: next / rows, row: row, offsets)
        body(Block(offsets: offsets, rows: count, columns: columns))
        next += count
      }
    }
  }

  private func locate(outer: Int, row: Int, _ offsets: UnsafeMutableBufferPointer<Int>) {
    for operand in rowStrides.indices { offsets[operand] = row * rowStrides[operand] }
    var rest = outer
    for axis in outerExtents.indices.reversed() {
      let (quotient, position) = rest.quotientAndRemainder(dividingBy: outerExtents[axis])
      for operand in rowStrides.indices { offsets[operand] += position * outerStrides[operand][axis] }
      rest = quotient
    }
  }
}
