/// Lines over a picture: for each pixel the share that they hide.
struct StrokeRaster {
  private let grid: SkinGrid
  /// [size · size], 0…1.
  private(set) var coverage: [Float]

  init(grid: SkinGrid) {
    self.grid = grid
    coverage = [Float](repeating: 0, count: grid.size * grid.size)
  }

  /// Draws a line from point to point that hides the share `strength`; widths as lengths are in units of the grid.
  mutating func draw(_ points: [SIMD2<Double>], width: Double, strength: Float) {
    for (start, end) in zip(points, points.dropFirst()) { draw(start, end, width / 2, strength) }
  }

  private mutating func draw(_ start: SIMD2<Double>, _ end: SIMD2<Double>, _ halfWidth: Double, _ strength: Float) {
    let reach = halfWidth + 1 / grid.scale
    let way = end - start
    let squared = max(way.dot(way), 1e-12)
    for row in grid.pixels(from: min(start.y, end.y) - reach, to: max(start.y, end.y) + reach) {
      for column in grid.pixels(from: min(start.x, end.x) - reach, to: max(start.x, end.x) + reach) {
        let point = grid.centre(row: row, column: column)
        let share = min(max((point - start).dot(way) / squared, 0), 1)
        let distance = (point - start - share * way).length
        // Thinner than a pixel it hides no more than its width.
        let hidden = min(max((halfWidth - distance) * grid.scale + 0.5, 0), min(1, 2 * halfWidth * grid.scale))
        let pixel = row * grid.size + column
        coverage[pixel] = max(coverage[pixel], strength * Float(hidden))
      }
    }
  }
}
