internal import Foundation

/// The ways from the clean input to points on the other side of a decision boundary, as a norm measures them.
///
/// At a share `s` of the way to `y`, an L2 path has gone `s (y − x₀)`, and an Linf path has cut `y − x₀` at
/// `s ‖y − x₀‖∞`: the point of that ball that is nearest to `y`.
struct BoundaryPath {
  let norm: Norm
  let reachable: FeasibleSet
  let meter: QueryMeter

  /// How many elements may change: the dimension of the search.
  var dimension: Int { max(reachable.allowedCount, 1) }

  /// The same with no more than so many queries from now on.
  func limited(to queries: Int) -> BoundaryPath {
    var limited = meter
    limited.limit = min(meter.limit, meter.oracle.tally.forwards + queries)
    return BoundaryPath(norm: norm, reachable: reachable, meter: limited)
  }

  func length(of point: [Float]) -> Double {
    PerturbationNorms(clean: reachable.clean, adversarial: point)(norm)
  }

  func point(_ share: Double, towards far: [Float]) -> [Float] {
    var point = far
    guard norm == .linf else {
      reachable.clip(&point, scale: share)
      return point
    }
    let radius = Float(share * length(of: far))
    for index in point.indices {
      let change = far[index] - reachable.clean[index]
      if abs(change) > radius { point[index] = reachable.clean[index] + (change > 0 ? radius : -radius) }
    }
    reachable.clip(&point, scale: 1)
    return point
  }

  /// Moves by a vector, inside the region and the bounds.
  func moved(_ point: [Float], along direction: [Float], by distance: Double) -> [Float] {
    var moved = point
    moved.add(direction, times: distance)
    reachable.clip(&moved, scale: 1)
    return moved
  }

  /// Towards a point that reaches the goal, the nearest one that still does, by halves: within a share of the way.
  func boundary(towards far: [Float], tolerance: Double) async throws -> [Float] {
    var (low, high, nearest) = (0.0, 1.0, far)
    // Below a millionth, `Float` inputs no longer move.
    while high - low > max(tolerance, 1e-6) {
      let middle = (low + high) / 2
      let candidate = point(middle, towards: far)
      if try await meter.isReached(at: candidate) {
        (high, nearest) = (middle, candidate)
      } else {
        low = middle
      }
    }
    return nearest
  }

  /// The steepest direction of a step of this norm up a slope: of length 1.
  func steepest(_ slope: [Float]) -> [Float] {
    if norm == .linf { return slope.map { $0 == 0 ? 0 : ($0 > 0 ? 1 : -1) } }
    let length = slope.euclideanNorm
    return length > 0 ? slope.map { Float(Double($0) / length) } : slope
  }
}
