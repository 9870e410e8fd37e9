internal import Foundation

/// The lowest frequencies of the orthonormal cosine basis (DCT-II) of every plane of an input.
///
///     q_kl(r, c) = a_k cos(π (2r + 1) k / 2h) · a_l cos(π (2c + 1) l / 2w),   a₀ = √(1/h), a_k = √(2/h); with w for l
///
/// Networks that look at images react to low frequencies more than to others, so that fewer directions need be tried.
package struct CosineBasis {
  private let planes: Planes
  /// `rowWaves[k][r]`, the kept frequencies down a plane; `columnWaves` those across it.
  private let rowWaves: [[Float]]
  private let columnWaves: [[Float]]

  /// Keeps a share of the frequencies along each axis, and at least the lowest one.
  package init(shape: [Int], keeping share: Float) {
    planes = Planes(shape: shape)
    rowWaves = Self.waves(over: planes.height, keeping: share)
    columnWaves = Self.waves(over: planes.width, keeping: share)
  }

  private static func waves(over length: Int, keeping share: Float) -> [[Float]] {
    let kept = min(max(Int((share * Float(length)).rounded(.up)), 1), length)
    return (0..<kept).map { frequency in
      let scale = (frequency == 0 ? 1 / Double(length) : 2 / Double(length)).squareRoot()
      return (0..<length).map { place in
        Float(scale * cos(.pi * Double((2 * place + 1) * frequency) / Double(2 * length)))
      }
    }
  }

  private var perPlane: Int { rowWaves.count * columnWaves.count }
  package var count: Int { planes.count * perPlane }

  /// One basis vector as a whole input: 0 outside its plane.
  package func vector(_ index: Int) -> [Float] {
    let (plane, frequency) = (index / perPlane, index % perPlane)
    let down = rowWaves[frequency / columnWaves.count]
    let across = columnWaves[frequency % columnWaves.count]
    var vector = [Float](repeating: 0, count: planes.count * planes.area)
    for row in down.indices {
      let start = plane * planes.area + row * planes.width
      for column in across.indices { vector[start + column] = down[row] * across[column] }
    }
    return vector
  }

  /// `Σ coefficient · vector`, one axis after the other.
  package func combination(of coefficients: [Float]) -> [Float] {
    precondition(coefficients.count == count, "CosineBasis: \(coefficients.count) coefficients for \(count) vectors")
    var result: [Float] = []
    result.reserveCapacity(planes.count * planes.area)
    for plane in 0..<planes.count {
      let rows = rowWaves.indices.map { down -> [Float] in
        let start = plane * perPlane + down * columnWaves.count
        return sum(of: columnWaves, weighted: coefficients[start..<start + columnWaves.count])
      }
      for row in 0..<planes.height { result += sum(of: rows, weighted: rowWaves.map { $0[row] }[...]) }
    }
    return result
  }

  private func sum(of vectors: [[Float]], weighted weights: ArraySlice<Float>) -> [Float] {
    var sum = [Float](repeating: 0, count: planes.width)
    for (vector, weight) in zip(vectors, weights) { sum.add(vector, times: Double(weight)) }
    return sum
  }
}
