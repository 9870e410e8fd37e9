internal import Foundation

/// Multipliers that grow and shrink by a factor, by whether a pixel is as wanted and not by how far it is (PDPGD).
///
///     λ ← clip( λ · exp(±η_k), 10⁻¹² … 10¹² ),   weight λ · σ(c)
///
/// A constraint enters as `softplus(c)`, whose slope is the logistic function `σ`. `η_k` falls linearly to half its first value;
/// all of them sum to `drift`, however many steps there are: what a pixel missed throughout weighs more in the end, by `exp(drift)`,
/// as a pixel that held throughout weighs less.
///
/// With a sum of several times that a pixel that opens again late weighs nothing, while those out of reach take the whole
/// force: the mask is then drawn to nine tenths and no further.
package struct MultiplicativeDual: PixelMultipliers {
  private var multipliers: [Double]
  /// The first `η`.
  private let rate: Double
  private let steps: Int

  package init(count: Int, drift: Double = 1.5, steps: Int) {
    multipliers = [Double](repeating: 1, count: count)
    // The mean of a line that falls to its half is three quarters of its first value.
    rate = drift / (0.75 * Double(max(steps, 1)))
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
