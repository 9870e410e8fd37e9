internal import Foundation

/// A linear map of `height × width` planes: every pixel of the result is a weighted sum of up to four pixels of the source
/// and, for what lies outside it, of a fill value.
///
/// Used for all planes of an input alike. `adjoint` is exact: the transposed matrix, not an approximate inverse.
struct PlaneResampling: Sendable {
  let height: Int
  let width: Int
  /// Four a pixel; the weight of a place outside the plane is 0.
  private var places: [Int32] = []
  private var weights: [Float] = []
  /// How much of each pixel is fill.
  private var fillShares: [Float] = []

  /// `source` says where a pixel of the result is read, in rows and columns, between pixels bilinearly; nil for fill.
  init(height: Int, width: Int, source: (_ row: Int, _ column: Int) -> (row: Double, column: Double)?) {
    self.height = height
    self.width = width
    places.reserveCapacity(4 * height * width)
    weights.reserveCapacity(4 * height * width)
    for row in 0..<height {
      for column in 0..<width { append(source(row, column)) }
    }
  }

  private mutating func append(_ source: (row: Double, column: Double)?) {
    let (row, column) = source ?? (-2, -2)
    let (top, left) = (floor(row), floor(column))
    let (down, right) = (row - top, column - left)
    var inside = 0.0
    for (y, x, weight) in [
      (top, left, (1 - down) * (1 - right)), (top, left + 1, (1 - down) * right),
      (top + 1, left, down * (1 - right)), (top + 1, left + 1, down * right),
    ] {
      let isInside = y >= 0 && x >= 0 && y < Double(height) && x < Double(width)
      places.append(isInside ? Int32(y) * Int32(width) + Int32(x) : 0)
      weights.append(isInside ? Float(weight) : 0)
      inside += isInside ? weight : 0
    }
    fillShares.append(inside >= 1 ? 0 : Float(1 - inside))
  }

  func applied(to values: [Float], fill: Float) -> [Float] {
    let size = height * width
    precondition(values.count.isMultiple(of: size), "PlaneResampling: \(values.count) values, planes of \(size)")
    var result = [Float](repeating: 0, count: values.count)
    for base in stride(from: 0, to: values.count, by: size) {
      for pixel in 0..<size {
        var sum = fillShares[pixel] == 0 ? 0 : fillShares[pixel] * fill
        for tap in 4 * pixel..<4 * pixel + 4 where weights[tap] != 0 {
          sum += weights[tap] * values[base + Int(places[tap])]
        }
        result[base + pixel] = sum
      }
    }
    return result
  }

  /// From a gradient with respect to the result to the one with respect to the source.
  func adjoint(_ gradient: [Float]) -> [Float] {
    let size = height * width
    var result = [Float](repeating: 0, count: gradient.count)
    for base in stride(from: 0, to: gradient.count, by: size) {
      for pixel in 0..<size {
        for tap in 4 * pixel..<4 * pixel + 4 where weights[tap] != 0 {
          result[base + Int(places[tap])] += weights[tap] * gradient[base + pixel]
        }
      }
    }
    return result
  }
}

extension [Int] {
  /// The trailing two extents of an input's shape; a vector is one row.
  var plane: (height: Int, width: Int) { (count > 1 ? self[count - 2] : 1, last ?? 1) }
}

extension ClosedRange<Float> {
  /// The value nearest to 0: what stands for "nothing there".
  var background: Float { Swift.min(Swift.max(0, lowerBound), upperBound) }
  var width: Float { upperBound - lowerBound }
}
