/// Two hills side by side, one up and one down, of Euclidean length 1 over a window; the same in every frame.
///
/// A hill over `h × w` elements is `Σ_{j = D+1}^{n+1} 1/j²` at the (Chebyshev) distance `D` from its centre, with
/// `n = ⌊max(h, w) / 2⌋` (arXiv:1912.00049, eq. 2 and 3).
struct Hills {
  /// Over the window, in row-major order.
  let heights: [Double]

  /// - Parameters:
  ///   - window: where they are to stand.
  ///   - isUpright: one above the other rather than side by side; where the window has but one row or column, it decides.
  init(_ window: Canvas.Window, isUpright: Bool) {
    let (rows, columns) = (window.rows.count, window.columns.count)
    let splitsRows = columns == 1 || (isUpright && rows > 1)
    let half = (splitsRows ? rows : columns) / 2
    var plane = [Double](repeating: 0, count: rows * columns)
    for row in 0..<rows {
      for column in 0..<columns {
        let place = splitsRows ? row : column
        let isFirst = place < half
        let length = isFirst ? half : (splitsRows ? rows : columns) - half
        let across = splitsRows ? columns : rows
        let distance = max(
          abs((isFirst ? place : place - half) - length / 2), abs((splitsRows ? column : row) - across / 2))
        plane[row * columns + column] =
          (isFirst ? 1 : -1) * Self.height(distance: distance, reach: max(length, across) / 2)
      }
    }
    let size = (plane.reduce(0) { $0 + $1 * $1 } * Double(window.frames.count)).squareRoot()
    heights = window.frames.flatMap { _ in plane.map { $0 / size } }
  }

  private static func height(distance: Int, reach: Int) -> Double {
    var height = 0.0
    for j in distance + 1..<max(reach + 2, distance + 2) { height += 1 / Double(j * j) }
    return height
  }
}
