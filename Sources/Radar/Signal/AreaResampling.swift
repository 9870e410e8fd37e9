/// Brings one axis to another length: each new cell is the mean of what it covers of the old ones.
///
/// With s = old / new, cell k covers [k s, (k + 1) s). Means are kept, and the noise of a cell can be predicted.
struct AreaResampling: Equatable {
  /// For each new cell, the first old one and the weights from there on; they sum to 1.
  let cells: [Cell]
  let sourceCount: Int

  struct Cell: Equatable {
    let first: Int
    let weights: [Float]
  }

  init(from sourceCount: Int, to count: Int) {
    precondition(sourceCount > 0 && count > 0, "AreaResampling: from \(sourceCount) to \(count)")
    self.sourceCount = sourceCount
    let step = Double(sourceCount) / Double(count)
    cells = (0..<count).map { cell in
      let (begin, end) = (Double(cell) * step, Double(cell + 1) * step)
      let first = min(Int(begin), sourceCount - 1)
      var weights: [Float] = []
      for index in first..<sourceCount {
        let overlap = min(end, Double(index + 1)) - max(begin, Double(index))
        // What is left of a boundary after rounding belongs to nobody.
        guard overlap > 1e-9 * step else { break }
        weights.append(Float(overlap / step))
      }
      return Cell(first: first, weights: weights)
    }
  }

  /// The position of the middle of `cell` among the old cells' middles.
  func centre(of cell: Int) -> Double {
    Double(sourceCount) / Double(cells.count) * (Double(cell) + 0.5) - 0.5
  }

  /// Resamples both axes of `source` [rows, columns].
  static func resample(_ source: [Float], rows: AreaResampling, columns: AreaResampling) -> [Float] {
    let width = columns.sourceCount
    precondition(source.count == rows.sourceCount * width, "AreaResampling: \(source.count) cells")
    if rows.cells.count == rows.sourceCount, columns.cells.count == width { return source }
    var result: [Float] = []
    result.reserveCapacity(rows.cells.count * columns.cells.count)
    for row in rows.cells {
      for column in columns.cells {
        var sum: Float = 0
        for (i, rowWeight) in row.weights.enumerated() {
          let start = (row.first + i) * width + column.first
          for (j, columnWeight) in column.weights.enumerated() {
            sum += rowWeight * columnWeight * source[start + j]
          }
        }
        result.append(sum)
      }
    }
    return result
  }
}
