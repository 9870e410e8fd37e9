/// For every pixel the nearest of a set of sites, by exact Euclidean distance.
///
/// Rows and columns may lie differently far apart. Two passes, linear in the number of pixels: Felzenszwalb and Huttenlocher,
/// "Distance Transforms of Sampled Functions", Theory of Computing 8 (2012).
package struct NearestSites {
  /// Squared distance in the unit of the spacing, whole numbers where it is in pixels; infinite when there is no site at all.
  package private(set) var squaredDistances: [Double]
  /// The index of the nearest site; the pixel's own index when there is none.
  package private(set) var sites: [Int]

  private let height: Int
  private let width: Int
  private let spacing: PixelSpacing

  package init(height: Int, width: Int, spacing: PixelSpacing = .pixels, isSite: (Int) -> Bool) {
    precondition(spacing.isMeasurable, "NearestSites: no distances in pixels of \(spacing)")
    self.height = height
    self.width = width
    self.spacing = spacing
    sites = Array(0..<height * width)
    squaredDistances = sites.map { isSite($0) ? 0 : .infinity }
    for column in 0..<width { spreadAlongColumn(column) }
    for row in 0..<height { takeLowerEnvelope(ofRow: row) }
  }

  /// The nearest site of the same column: one walk down, one up.
  private mutating func spreadAlongColumn(_ column: Int) {
    var rows = Array(0..<height)
    for _ in 0..<2 {
      var last: Int?
      for row in rows {
        let pixel = row * width + column
        if squaredDistances[pixel] == 0 { last = row }
        guard let last, squaredDistance(rows: row - last) < squaredDistances[pixel] else { continue }
        squaredDistances[pixel] = squaredDistance(rows: row - last)
        sites[pixel] = last * width + column
      }
      rows.reverse()
    }
  }

  private func squaredDistance(rows: Int) -> Double {
    let distance = Double(rows) * spacing.row
    return distance * distance
  }

  private func squaredDistance(columns: Int) -> Double {
    let distance = Double(columns) * spacing.column
    return distance * distance
  }

  /// Replaces f(p) by min over q of (p − q)² + f(q): the lower envelope of one parabola per column.
  private mutating func takeLowerEnvelope(ofRow row: Int) {
    let start = row * width
    let heights = Array(squaredDistances[start..<start + width])
    let nearest = Array(sites[start..<start + width])
    // Columns whose parabola is part of the envelope, and where each begins to be lowest.
    var columns: [Int] = []
    var beginnings: [Double] = []
    for column in 0..<width where heights[column].isFinite {
      var beginning = -Double.infinity
      while let previous = columns.last, let previousBeginning = beginnings.last {
        beginning = crossing(previous, column, heights)
        guard beginning <= previousBeginning else { break }
        columns.removeLast()
        beginnings.removeLast()
        beginning = -Double.infinity
      }
      columns.append(column)
      beginnings.append(beginning)
    }
    guard !columns.isEmpty else { return }
    var piece = 0
    for column in 0..<width {
      while piece + 1 < columns.count, beginnings[piece + 1] < Double(column) { piece += 1 }
      squaredDistances[start + column] = squaredDistance(columns: column - columns[piece]) + heights[columns[piece]]
      sites[start + column] = nearest[columns[piece]]
    }
  }

  /// Where the parabolas over columns q < p meet, in columns.
  private func crossing(_ q: Int, _ p: Int, _ heights: [Double]) -> Double {
    let rise = (heights[p] - heights[q]) / squaredDistance(columns: 1)
    return (rise + Double(p * p - q * q)) / Double(2 * (p - q))
  }
}
