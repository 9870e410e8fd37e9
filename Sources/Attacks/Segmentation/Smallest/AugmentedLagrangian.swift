/// Multipliers of an augmented Lagrangian with the penalty `P₂`, one pair `(μ, ρ)` a pixel (ALMA).
///
///     P(c, ρ, μ) = μ c + μ ρ c² + ρ² c³/6   for c ≥ 0,   μ c / (1 − ρ c)   for c < 0
///     μ ← clip( α μ + (1 − α) P′(c, ρ, μ), 10⁻⁶ … 1 )
///     ρ ← γ ρ   at every tenth step where c > τ · (its value ten steps ago) and was above 0 at each of the ten steps
///
/// Rony et al., 2021, arXiv:2011.11857 and 2023, arXiv:2206.07179; the derivative of the cubic branch is
/// `μ + 2 μ ρ c + ρ² c²/2`. `ρ` begins at 0.1, ten times the paper's, which takes fewer steps.
package struct AugmentedLagrangian: PixelMultipliers {
  private var multipliers: [Double]
  private var penalties: [Double]
  private var last: [Double]
  /// Whether a constraint held at one of the steps since the penalties were looked at.
  private var held: [Bool]

  private static let (memory, growth, neededFall, interval) = (0.8, 2.0, 0.95, 10)

  package init(count: Int, multiplier: Double = 1, penalty: Double = 0.1) {
    multipliers = [Double](repeating: multiplier, count: count)
    penalties = [Double](repeating: penalty, count: count)
    last = [Double](repeating: .infinity, count: count)
    held = [Bool](repeating: false, count: count)
  }

  package static func penalty(_ constraint: Double, _ penalty: Double, _ multiplier: Double) -> Double {
    let c = constraint
    return c >= 0
      ? multiplier * c + multiplier * penalty * c * c + penalty * penalty * c * c * c / 6
      : multiplier * c / (1 - penalty * c)
  }

  /// `∂P/∂c`.
  package static func slope(_ constraint: Double, _ penalty: Double, _ multiplier: Double) -> Double {
    let c = constraint
    if c >= 0 { return multiplier + 2 * multiplier * penalty * c + penalty * penalty * c * c / 2 }
    return multiplier / ((1 - penalty * c) * (1 - penalty * c))
  }

  package mutating func weights(for constraints: [Double], at step: Int) -> [Double] {
    if step > 0, step % Self.interval == 0 { raisePenalties(constraints) }
    return constraints.indices.map { pixel in
      let constraint = constraints[pixel]
      guard constraint.isFinite, constraint != 0 else { return 0 }
      if constraint < 0 { held[pixel] = true }
      let wanted = Self.slope(constraint, penalties[pixel], multipliers[pixel])
      let next = Self.memory * multipliers[pixel] + (1 - Self.memory) * wanted
      multipliers[pixel] = min(max(next, 1e-6), 1)
      return Self.slope(constraint, penalties[pixel], multipliers[pixel])
    }
  }

  private mutating func raisePenalties(_ constraints: [Double]) {
    for pixel in constraints.indices {
      let constraint = constraints[pixel]
      if constraint > 0, !held[pixel], constraint > Self.neededFall * last[pixel] {
        penalties[pixel] = min(penalties[pixel] * Self.growth, 1e6)
      }
      last[pixel] = constraint
      held[pixel] = false
    }
  }
}
