/// The proximal step of a norm in a metric of its own for each element:
///
///     argmin_u  λ ‖u‖_p + ½ Σ H_i (u_i − v_i)²
///
/// | norm | `u_i` |
/// |---|---|
/// | Linf | `clip(v_i, ±t)` with `Σ H_i (\|v_i\| − t)₊ = λ` |
/// | L2 | `H_i v_i / (H_i + λ/r)` with `r = ‖u‖₂` |
/// | L1 | `sign(v_i) (\|v_i\| − λ/H_i)₊` |
///
/// 0 where the norm may take all of it. Elements with `H_i = 0` become 0.
package enum NormShrinking {
  package static func shrink(_ v: [Double], metric: [Double], by lambda: Double, _ norm: Norm) -> [Double] {
    switch norm {
    case .linf: clipped(v, metric, lambda)
    case .l2: scaled(v, metric, lambda)
    case .l1, .l0: softened(v, metric, lambda)
    }
  }

  /// Newton from below: `t` falls short until no more elements join those above it.
  private static func clipped(_ v: [Double], _ metric: [Double], _ lambda: Double) -> [Double] {
    var t = 0.0
    for _ in 0..<60 {
      var (excess, weight) = (-lambda, 0.0)
      for index in v.indices where metric[index] > 0 && abs(v[index]) > t {
        excess += metric[index] * (abs(v[index]) - t)
        weight += metric[index]
      }
      guard weight > 0, excess > 1e-12 * lambda else { break }
      t += excess / weight
    }
    return v.indices.map { metric[$0] > 0 ? max(-t, min(t, v[$0])) : 0 }
  }

  /// Bisection on `r`, which is 0 where `‖H v‖₂ ≤ λ`.
  private static func scaled(_ v: [Double], _ metric: [Double], _ lambda: Double) -> [Double] {
    func point(_ r: Double) -> [Double] {
      v.indices.map { metric[$0] > 0 ? metric[$0] * v[$0] * r / (metric[$0] * r + lambda) : 0 }
    }
    func length(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    let pull = length(v.indices.map { metric[$0] * v[$0] })
    guard pull > lambda else { return [Double](repeating: 0, count: v.count) }
    var (low, high) = (0.0, length(v))
    for _ in 0..<50 {
      let middle = (low + high) / 2
      if length(point(middle)) > middle { low = middle } else { high = middle }
    }
    return point(high)
  }

  private static func softened(_ v: [Double], _ metric: [Double], _ lambda: Double) -> [Double] {
    v.indices.map { index in
      guard metric[index] > 0 else { return 0 }
      let left = max(abs(v[index]) - lambda / metric[index], 0)
      return v[index] < 0 ? -left : left
    }
  }
}
