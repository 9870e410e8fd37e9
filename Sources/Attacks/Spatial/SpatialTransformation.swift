internal import Foundation

/// A rotation about a plane's centre, then a shift.
struct SpatialTransformation: Sendable, Hashable {
  /// How far down and to the right.
  let rows: Double
  let columns: Double
  /// Counterclockwise with rows counted downwards.
  let degrees: Double

  func resampling(height: Int, width: Int) -> PlaneResampling {
    let (middleRow, middleColumn) = (Double(height - 1) / 2, Double(width - 1) / 2)
    let (sine, cosine) = (sin(degrees * .pi / 180), cos(degrees * .pi / 180))
    return PlaneResampling(height: height, width: width) { row, column in
      let (down, right) = (Double(row) - middleRow - rows, Double(column) - middleColumn - columns)
      return (middleRow + cosine * down + sine * right, middleColumn - sine * down + cosine * right)
    }
  }
}
