internal import Tensors

/// The normal of a decision boundary, estimated from decisions around a point on it.
///
///     p = clip(x + δ u/‖u‖₂),   φ = ±1 as p reaches the goal or not,   d = p − x
///     nᵢ = Σ (φ − mean φ) (dᵢ − mean dᵢ) / Σ (dᵢ − mean dᵢ)²;   where all φ agree, ± mean d
///
/// That is the estimate of Chen et al. (2020, arXiv:1904.02144, equation 16: the mean of φ as a baseline takes out what is
/// due to x not lying exactly on the boundary), with each element related to how far it really moved; at a bound it can
/// move one way alone.
struct BoundaryNormal {
  let path: BoundaryPath
  /// Draws `u`.
  let direction: (inout RandomStream) -> [Float]

  /// A slope towards the goal at a point on the boundary or near it, 0 outside the region; of no particular length.
  ///
  /// It asks for `count` decisions at once, at the distance `δ` in input units.
  func normal(
    at point: [Float], from count: Int, distance: Double, using stream: inout RandomStream
  ) async throws -> [Float] {
    let probes = (0..<count).map { _ in
      let direction = direction(&stream)
      let length = direction.euclideanNorm
      return length > 0 ? path.moved(point, along: direction, by: distance / length) : point
    }
    let signs = try await path.meter.decisions(at: probes).map { $0 ? 1.0 : -1.0 }
    let baseline = signs.reduce(0, +) / Double(count)
    return point.indices.map { index in
      guard path.reachable.allowed[index] else { return 0 }
      let moves = probes.map { Double($0[index]) - Double(point[index]) }
      let mean = moves.reduce(0, +) / Double(count)
      if abs(baseline) == 1 { return Float(baseline * mean) }
      var (product, square) = (0.0, 0.0)
      for (sign, move) in zip(signs, moves) {
        product += (sign - baseline) * (move - mean)
        square += (move - mean) * (move - mean)
      }
      // In units of δ, so that small distances do not overflow.
      return square > 0 ? Float(product / square * distance) : 0
    }
  }
}
