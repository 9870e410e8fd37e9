/// For every pixel the nearest of a set of sites, by exact Euclidean distance.
///
/// Two passes, linear in the number of pixels: Felzenszwalb and Huttenlocher, "Distance Transforms of Sampled
/// Functions", Theory of Computing 8 (2012).
package struct NearestSites {
  /// Squared distance in pixels; `Int.max` when there is no site at all.
  package private(set) var squaredDistances: [Int]
  /// The index of the nearest site; the pixel's own index when there is none.
  package private(set) var sites: [Int]

  private let height: Int
  private let width: Int

  package init(height: Int, width: Int, isSite: (Int) -> Bool) {
    self.height = height
    self.width = width
    sites = Array(0..<height * width)
    squaredDistances = sites.map { isSite($0) ? 0 : Int.max }
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
        guard let last, (row - last) * (row - last) < squaredDistances[pixel] else { continue }
        squaredDistances[pixel] = (row - last) * (row - last)
        sites[pixel] = last * width + column
      }
      rows.reverse()
    }
  }

  /// Replaces f(q) by min over q of (p − q)² + f(q): the lower envelope of one parabola per column.
  private mutating func takeLowerEnvelope(ofRow row: Int) {
    let start = row * width
    let heights = Array(squaredDistances[start..<start + width])
    let nearest = Array(sites[start..<start + width])
    // Columns whose parabola is part of the envelope, and where each begins to be lowest.
    var columns: [Int] = []
    var beginnings: [Double] = []
    for column in 0..<width where heights[column] != Int.max {
      var beginning = -Double.infinity
      while let previous = columns.last, let previousBeginning = beginnings.last {
        beginning = Self.crossing(previous, column, heights)
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
      let offset = column - columns[piece]
      squaredDistances[start + column] = offset * offset + heights[columns[piece]]
      sites[start + column] = nearest[columns[piece]]
    }
  }

  /// Where the parabolas over columns q < p meet.
  private static func crossing(_ q: Int, _ p: Int, _ heights: [Int]) -> Double {
    Double(heights[p] + p * p - heights[q] - q * q) / Double(2 * (p - q))
  }
}
