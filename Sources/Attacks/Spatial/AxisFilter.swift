internal import Foundation
internal import Tensors

/// A square matrix that mixes values along one axis of an array: smoothing over time, one direction of a blur.
struct AxisFilter: Sendable {
  /// A stretch of a matrix row outside of which it is 0.
  private struct Row: Sendable {
    let first: Int
    let weights: [Float]
  }

  private let inner: Int
  private let rows: [Row]

  /// `matrix` gives the weights of a row, as many as the axis is long.
  private init(shape: [Int], axis: Int, matrix: (_ row: Int) -> [Double]) {
    inner = Array(shape[(axis + 1)...]).product
    rows = (0..<shape[axis]).map { row in
      let weights = matrix(row).map(Float.init)
      let first = weights.firstIndex { $0 != 0 } ?? 0
      let last = weights.lastIndex { $0 != 0 } ?? first
      return Row(first: first, weights: weights.isEmpty ? [] : Array(weights[first...last]))
    }
  }

  /// A Gaussian of the given deviation, cut off at three of them; at the ends the values are mirrored.
  ///
  /// The matrix is symmetric, so that it is its own adjoint, and each row adds up to 1, so that it lengthens no vector in
  /// any norm from L1 to Linf.
  static func gaussian(_ deviation: Double, shape: [Int], axis: Int) -> AxisFilter {
    let (count, reach) = (shape[axis], Int((3 * deviation).rounded(.up)))
    let kernel = (-reach...reach).map { deviation > 0 ? exp(-0.5 * pow(Double($0) / deviation, 2)) : 1 }
    let total = kernel.reduce(0, +)
    return AxisFilter(shape: shape, axis: axis) { row in
      var weights = [Double](repeating: 0, count: count)
      for (index, weight) in kernel.enumerated() {
        weights[mirrored(row + index - reach, in: count)] += weight / total
      }
      return weights
    }
  }

  /// A convolution with an odd, symmetric kernel; beyond the ends there is nothing.
  static func convolution(_ kernel: [Double], shape: [Int], axis: Int) -> AxisFilter {
    let (count, reach) = (shape[axis], kernel.count / 2)
    return AxisFilter(shape: shape, axis: axis) { row in
      (0..<count).map { abs($0 - row) <= reach ? kernel[$0 - row + reach] : 0 }
    }
  }

  /// Means over `bins` stretches of nearly equal length.
  static func means(bins: Int, shape: [Int], axis: Int) -> AxisFilter {
    let count = shape[axis]
    return AxisFilter(shape: shape, axis: axis) { row in
      let members = (0..<count).filter { $0 * bins / count == row * bins / count }
      return (0..<count).map { members.contains($0) ? 1 / Double(members.count) : 0 }
    }
  }

  /// Where an index lies in `… 1 0 | 0 1 … n−1 | n−1 n−2 …`.
  private static func mirrored(_ index: Int, in count: Int) -> Int {
    let folded = ((index % (2 * count)) + 2 * count) % (2 * count)
    return folded < count ? folded : 2 * count - 1 - folded
  }

  func applied(to values: [Float]) -> [Float] {
    var result = [Float](repeating: 0, count: values.count)
    for base in stride(from: 0, to: values.count, by: rows.count * inner) {
      for (place, row) in rows.enumerated() {
        for offset in 0..<inner {
          var sum = 0.0
          for (step, weight) in row.weights.enumerated() {
            sum += Double(weight) * Double(values[base + (row.first + step) * inner + offset])
          }
          result[base + place * inner + offset] = Float(sum)
        }
      }
    }
    return result
  }
}
