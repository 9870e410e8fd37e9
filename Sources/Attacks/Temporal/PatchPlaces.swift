internal import Tensors

/// Where a square fits on the trailing two axes of an input, and what a linear victim would give for it there.
struct PatchPlaces {
  let side: Int
  private let height: Int
  private let width: Int

  /// - Throws: `AttackError` in the attack's name where the square is larger than the plane.
  init(shape: [Int], side: Int, attack: String) throws {
    (height, width) = shape.plane
    guard side <= min(height, width) else {
      throw AttackError(
        attack: attack, complaints: ["a square of side \(side) does not fit on \(height) × \(width)"])
    }
    self.side = side
  }

  /// The elements of a region that lie in the square at a place, in every plane.
  func region(_ region: Region, at place: (row: Int, column: Int)) -> Region {
    let allowed = region.allowed.indices.map { index in
      let (row, column) = (index / width % height, index % width)
      return region.allowed[index] && (place.row..<place.row + side).contains(row)
        && (place.column..<place.column + side).contains(column)
    }
    return Region(shape: region.shape, allowed: allowed, name: "\(region.name), patch at \(place.row), \(place.column)")
  }

  /// All places, the one with the largest sum of gains in its square first; `gains` says what each element of an input is
  /// worth.
  func ranked(by gains: [Double]) -> [(row: Int, column: Int)] {
    var plane = [Double](repeating: 0, count: height * width)
    for (index, gain) in gains.enumerated() { plane[index % plane.count] += gain }
    let sums = cumulated(plane)
    var found: [(row: Int, column: Int, gain: Double)] = []
    for row in 0...height - side {
      for column in 0...width - side {
        let (bottom, right) = (row + side, column + side)
        let gain =
          sums[bottom][right] - sums[row][right] - sums[bottom][column] + sums[row][column]
        found.append((row, column, gain))
      }
    }
    return found.sorted { $0.gain > $1.gain }.map { ($0.row, $0.column) }
  }

  /// The sums over all rectangles that begin at the first element.
  private func cumulated(_ plane: [Double]) -> [[Double]] {
    var sums = [[Double]](repeating: [Double](repeating: 0, count: width + 1), count: height + 1)
    for row in 0..<height {
      for column in 0..<width {
        sums[row + 1][column + 1] =
          plane[row * width + column] + sums[row][column + 1] + sums[row + 1][column] - sums[row][column]
      }
    }
    return sums
  }
}
