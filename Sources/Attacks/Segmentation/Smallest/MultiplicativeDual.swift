internal import Foundation

/// Multipliers that grow and shrink by a factor, by whether a pixel is as wanted and not by how far it is (PDPGD).
///
///     λ ← clip( λ · exp(±η), 10⁻⁶ … 10¹² )
package struct MultiplicativeDual: PixelMultipliers {
  private var multipliers: [Double]
  private let rate: Double

  package init(count: Int, rate: Double) {
    multipliers = [Double](repeating: 1, count: count)
    self.rate = rate
  }

  package mutating func weights(for constraints: [Double], at step: Int) -> [Double] {
    constraints.indices.map { pixel in
      let constraint = constraints[pixel]
      guard constraint.isFinite, constraint != 0 else { return 0 }
      let next = multipliers[pixel] * exp(constraint > 0 ? rate : -rate)
      multipliers[pixel] = min(max(next, 1e-6), 1e12)
      return multipliers[pixel]
    }
  }
}
