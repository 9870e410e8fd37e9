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

  /// How many decisions are asked for at once: thousands of large inputs need not be in memory together.
  private static let rowsPerQuestion = 128

  /// A slope towards the goal at a point on the boundary or near it, 0 outside the region; of no particular length.
  ///
  /// It asks for `count` decisions at the distance `δ` in input units.
  func normal(
    at point: [Float], from count: Int, distance: Double, using stream: inout RandomStream
  ) async throws -> [Float] {
    var moments = MoveMoments(around: point)
    for first in stride(from: 0, to: count, by: Self.rowsPerQuestion) {
      let probes = (first..<min(first + Self.rowsPerQuestion, count)).map { _ in
        let direction = direction(&stream)
        let length = direction.euclideanNorm
        return length > 0 ? path.moved(point, along: direction, by: distance / length) : point
      }
      let decisions = try await path.meter.decisions(at: probes)
      for (probe, isReached) in zip(probes, decisions) { moments.add(probe, sign: isReached ? 1 : -1) }
    }
    return moments.slope(unit: distance)
  }
}

/// Sums over decisions: what the covariance of sign and move, and the variance of the move, of every element need.
private struct MoveMoments {
  private let center: [Float]
  private var count = 0.0
  private var signs = 0.0
  private var moves: [Double]
  private var squares: [Double]
  private var products: [Double]

  init(around center: [Float]) {
    self.center = center
    moves = [Double](repeating: 0, count: center.count)
    squares = moves
    products = moves
  }

  mutating func add(_ probe: [Float], sign: Double) {
    count += 1
    signs += sign
    for index in moves.indices {
      let move = Double(probe[index]) - Double(center[index])
      moves[index] += move
      squares[index] += move * move
      products[index] += sign * move
    }
  }

  /// In units of the moves' length, so that small moves give no large numbers.
  func slope(unit: Double) -> [Float] {
    let baseline = signs / max(count, 1)
    if abs(baseline) == 1 { return products.map { Float($0 / (count * unit)) } }
    return moves.indices.map { index in
      let variance = squares[index] - moves[index] * moves[index] / count
      let covariance = products[index] - baseline * moves[index]
      // What is left of an element that does not move is rounding.
      return variance > 1e-9 * squares[index] ? Float(covariance / variance * unit) : 0
    }
  }
}
