internal import Foundation
internal import Tensors

extension FeasibleSet {
  /// Moves the allowed elements by a vector drawn uniformly from the L2 ball: a normal direction, and a length
  /// `size · u^(1/d)` in `d` allowed dimensions.
  func addBallPoint(to point: inout [Float], using stream: inout RandomStream) {
    var direction = [Float](repeating: 0, count: point.count)
    for index in point.indices where allowed[index] { direction[index] = stream.nextGaussian() }
    let length = direction.euclideanNorm
    let radius = Double(budget.size) * pow(Double(stream.nextUniform()), 1 / Double(max(allowedCount, 1)))
    guard length > 0 else { return }
    for index in point.indices where allowed[index] {
      point[index] += Float(radius / length * Double(direction[index]))
    }
  }

  /// The exact projection onto ball ∩ box: with `v` the perturbation, `clip(s·v)` for the one scale `s ≤ 1` at which its
  /// norm is the budget.
  ///
  /// Shrinking first and clipping afterwards would also stay inside, but would give away the length that clipped
  /// elements do not use: with radar maps that are zero in many cells that is a good part of the budget.
  func shrinkIntoBall(_ point: inout [Float]) {
    let size = Double(budget.size)
    let proposed = point
    var scale = ballScale(for: &point)
    // Rounding `clean + s·v` to `Float` can push the norm past the budget by a few units in the last place.
    for attempt in 0..<8 {
      let length = clip(&point, scale: scale).squareRoot()
      if !(length > size) { return }
      scale *= size / (length * (1 + 1e-7 * pow(10, Double(attempt))))
      point = proposed
    }
    point = clean
  }

  /// The scale at which the clipped perturbation is as long as the budget; 1 where it is short enough as it is.
  ///
  /// From a scale that is too small, the elements that do not touch the box are scaled to fill what the others leave.
  /// Each pass can only find more elements at the box, so the scale grows to the solution, in a few passes.
  private func ballScale(for point: inout [Float]) -> Double {
    let size = Double(budget.size)
    let whole = squares(of: &point, scaledBy: 1)
    guard whole.free + whole.clipped > size * size, whole.unclipped > 0 else { return 1 }
    var scale = size / whole.unclipped.squareRoot()
    for _ in 0..<50 {
      let (free, clipped, _) = squares(of: &point, scaledBy: scale)
      let left = size * size - clipped
      guard free > 0, left > 0 else { break }
      let next = (left / free).squareRoot()
      if next <= scale * (1 + 1e-12) { break }
      scale = next
    }
    return scale
  }

  /// Squared lengths: of the perturbation's elements that stay inside the box when scaled (given unscaled), of those
  /// that do not (given at the box), and of the whole perturbation as it is.
  private func squares(
    of point: inout [Float], scaledBy scale: Double
  ) -> (free: Double, clipped: Double, unclipped: Double) {
    lend(&point) { point, clean, lower, upper in
      var (free, clipped, unclipped) = (0.0, 0.0, 0.0)
      for index in point.indices {
        let origin = Double(clean[index])
        let full = Double(point[index]) - origin
        let room = Double(full > 0 ? upper[index] : lower[index]) - origin
        let isClipped = abs(scale * full) > abs(room)
        free += isClipped ? 0 : full * full
        clipped += isClipped ? room * room : 0
        unclipped += full * full
      }
      return (free, clipped, unclipped)
    }
  }
}
