/// The proximal step of the largest magnitude, with a weight of its own for each element.
///
///     argmin_u  λ ‖u‖_∞ + ½ Σ H_i (u_i − v_i)²  =  clip(v, ±t),   Σ H_i (|v_i| − t)₊ = λ
///
/// 0 where λ may take all of it. Elements with `H_i = 0` cost nothing to change and become 0.
package enum NormShrinking {
  /// `t` by Newton's steps from below: each leaves fewer elements above it, so that it grows to the solution.
  package static func clipped(_ v: [Double], metric: [Double], by lambda: Double) -> [Double] {
    precondition(v.count == metric.count, "NormShrinking: \(v.count) elements in a metric of \(metric.count)")
    var limit = 0.0
    for _ in 0..<60 {
      var (excess, weight) = (-lambda, 0.0)
      for index in v.indices where metric[index] > 0 && abs(v[index]) > limit {
        excess += metric[index] * (abs(v[index]) - limit)
        weight += metric[index]
      }
      guard weight > 0, excess > 1e-12 * lambda else { break }
      limit += excess / weight
    }
    return v.indices.map { metric[$0] > 0 ? max(-limit, min(limit, v[$0])) : 0 }
  }
}
