internal import Foundation

/// Multipliers that grow and shrink by a factor, by whether a pixel is as wanted and not by how far it is (PDPGD).
///
///     λ ← clip( λ · exp(±η_k), 10⁻¹² … 10¹² ),   weight λ · σ(c)
///
/// A constraint enters as `softplus(c)`, whose slope is the logistic function `σ`. `η_k` falls linearly to half its first value.
package struct MultiplicativeDual: PixelMultipliers {
  private var multipliers: [Double]
  private let rate: Double
  private let steps: Int

  package init(count: Int, rate: Double, steps: Int) {
    multipliers = [Double](repeating: 1, count: count)
    self.rate = rate
    self.steps = steps
  }

  package mutating func weights(for constraints: [Double], at step: Int) -> [Double] {
    let rate = rate * (1 - 0.5 * Double(step) / Double(max(steps - 1, 1)))
    return constraints.indices.map { pixel in
      let constraint = constraints[pixel]
      guard constraint.isFinite, constraint != 0 else { return 0 }
      let next = multipliers[pixel] * exp(constraint > 0 ? rate : -rate)
      multipliers[pixel] = min(max(next, 1e-12), 1e12)
      return multipliers[pixel] / (1 + exp(-constraint))
    }
  }
}
