/// A gradient as numbers of ordinary size and a factor: gradients of a saturated softmax differ by many powers of ten, and
/// sums of them must neither vanish in `Float` nor give every part the same weight.
struct ScaledGradient: Sendable {
  var values: [Float]
  var scale: Double

  var isZero: Bool { scale == 0 || !values.contains { $0 != 0 } }

  /// `Σ weight · gradient`, summed at the size of the largest term.
  static func sum(_ terms: [(weight: Double, gradient: ScaledGradient)]) -> ScaledGradient {
    let scale = terms.lazy.map { abs($0.weight * $0.gradient.scale) }.max() ?? 0
    var values = [Float](repeating: 0, count: terms.first?.gradient.values.count ?? 0)
    guard scale > 0 else { return ScaledGradient(values: values, scale: 0) }
    for (weight, gradient) in terms { values.add(gradient.values, times: weight * gradient.scale / scale) }
    return ScaledGradient(values: values, scale: scale)
  }

  static func mean(_ gradients: [ScaledGradient]) -> ScaledGradient {
    sum(gradients.map { (1 / Double(gradients.count), $0) })
  }
}
