internal import Foundation
internal import Tensors

/// What the bandits attack believes about the slope: one number for each tile of a plane.
///
/// Slopes of neighbours are alike (the data-dependent prior), so that squares of elements can share a number; slopes of
/// successive steps are too (the time-dependent prior), so that it is kept and corrected.
struct TiledPrior {
  private(set) var values: [Float]
  private let allowed: [Bool]
  /// The tile of each element.
  private let tiles: [Int]

  init(over set: FeasibleSet, shape: [Int], tile: Int) {
    let planes = Planes(shape: shape)
    let (rows, columns) = ((planes.height + tile - 1) / tile, (planes.width + tile - 1) / tile)
    allowed = set.allowed
    tiles = set.clean.indices.map { index in
      let (plane, place) = (index / planes.area, index % planes.area)
      let (row, column) = (place / planes.width / tile, place % planes.width / tile)
      return (plane * rows + row) * columns + column
    }
    values = [Float](repeating: 0, count: planes.count * rows * columns)
  }

  /// The prior, moved by some tiles' deviations, over the whole input; 0 outside the region.
  func slope(movedBy deviation: [Float], times factor: Float) -> [Float] {
    tiles.indices.map { allowed[$0] ? values[tiles[$0]] + factor * deviation[tiles[$0]] : 0 }
  }

  var slope: [Float] { tiles.indices.map { allowed[$0] ? values[tiles[$0]] : 0 } }

  /// Normal deviates, one a tile.
  func deviation(using stream: inout RandomStream) -> [Float] { values.map { _ in stream.nextGaussian() } }

  /// `v ← v + ηg`: for L2.
  mutating func add(_ gradient: [Float], times rate: Float) { values.add(gradient, times: Double(rate)) }

  /// `p ← p e^{ηg} / (p e^{ηg} + (1 − p) e^{−ηg})` with `v = 2p − 1`: exponentiated gradients, for Linf.
  ///
  /// The same as `artanh v ← artanh v + ηg`, kept away from ±1, which nothing leaves.
  mutating func multiply(by gradient: [Float], times rate: Float) {
    for index in values.indices {
      values[index] = min(max(tanh(atanh(values[index]) + rate * gradient[index]), -0.999_99), 0.999_99)
    }
  }
}
