import Attacks
import Foundation
import Tensors
import Testing

/// The parts of the proximal attacks.
@Suite struct MaskDualTests {
  /// By trying: no point nearby has a lower value.
  @Test(arguments: [0.01, 0.3, 2.0]) func theProximalPointIsTheMinimum(lambda: Double) {
    var stream = RandomStream(seed: 4)
    let v = (0..<6).map { _ in Double(stream.nextGaussian()) }
    let metric = (0..<6).map { _ in 0.1 + Double(stream.nextUniform()) }
    func value(_ u: [Double]) -> Double {
      let square = u.indices.reduce(0.0) { $0 + metric[$1] * (u[$1] - v[$1]) * (u[$1] - v[$1]) }
      return lambda * (u.map(abs).max() ?? 0) + square / 2
    }
    let found = NormShrinking.clipped(v, metric: metric, by: lambda)
    for _ in 0..<200 {
      let moved = found.map { $0 + 1e-3 * Double(stream.nextGaussian()) }
      #expect(value(found) <= value(moved))
    }
    let limit = found.map(abs).max() ?? 0
    for scale in [0.999, 1.001] {
      #expect(value(found) <= value(v.map { max(-limit * scale, min(limit * scale, $0)) }))
    }
  }

  @Test func whatTheNormMayTakeWhollyBecomesNothing() {
    #expect(NormShrinking.clipped([1, -2], metric: [1, 1], by: 3) == [0, 0])
    #expect(NormShrinking.clipped([1, -2], metric: [1, 1], by: 1) == [1, -1])
    #expect(NormShrinking.clipped([1, 5], metric: [1, 0], by: 0.5) == [0.5, 0])
  }

  /// The slope at y = 0.3, μ = 1, ρ = 0.5 is 1.311; a published program has 0.611.
  @Test func thePenaltysSlopeIsItsDerivative() {
    #expect(abs(AugmentedLagrangian.slope(0.3, 0.5, 1) - 1.31125) < 1e-12)
    for constraint in [-3.0, -0.4, -1e-6, 0, 1e-6, 0.3, 2] {
      for (penalty, multiplier) in [(0.01, 1.0), (0.5, 1), (3, 0.2)] {
        func value(_ c: Double) -> Double { AugmentedLagrangian.penalty(c, penalty, multiplier) }
        let difference = (value(constraint + 1e-5) - value(constraint - 1e-5)) / 2e-5
        #expect(abs(difference - AugmentedLagrangian.slope(constraint, penalty, multiplier)) < 1e-4)
      }
    }
  }

  @Test func multipliersGrowWhereAConstraintIsMissed() {
    var lagrangian = AugmentedLagrangian(count: 3)
    var dual = MultiplicativeDual(count: 3, drift: 3, steps: 41)
    for step in 0..<40 {
      _ = lagrangian.weights(for: [0.5, -0.5, 0], at: step)
      _ = dual.weights(for: [0.5, -0.5, .nan], at: step)
    }
    let (first, second) = (
      lagrangian.weights(for: [0.5, -0.5, 0], at: 40), dual.weights(for: [0.5, -0.5, .nan], at: 40)
    )
    #expect(first[0] > 1.05 && first[1] < 1 && first[2] == 0)
    #expect(second[0] > 10 && second[1] < 0.05 && second[2] == 0)
  }

  /// The weights `λ σ(c)` of pixels that are missed, or hold, from the first step to the last.
  @Test(arguments: [1, 20, 100, 500]) func multipliersDriftByTheSameFactorWhateverTheSteps(steps: Int) {
    var dual = MultiplicativeDual(count: 2, drift: 1.5, steps: steps)
    var weights: [Double] = []
    for step in 0..<steps { weights = dual.weights(for: [40, -1e-9], at: step) }
    // One step alone takes the first rate, which is 4/3 of the mean.
    let drift = steps == 1 ? 2 : 1.5
    #expect(abs(weights[0] - exp(drift)) < 1e-6 && abs(weights[1] - exp(-drift) / 2) < 1e-6, "\(weights)")
  }

  /// The spread `z₍₁₎ − z₍₃₎` that a constraint is divided by counts as constant.
  @Test(arguments: [2, 4], MaskGoal.Aim.allCases) func constraintsDescendAlongTheirDerivative(
    classes: Int, aim: MaskGoal.Aim
  ) {
    var stream = RandomStream(seed: 3)
    let logits = Tensor(shape: [classes, 1, 3], scalars: (0..<3 * classes).map { _ in 2 * stream.nextGaussian() })
    let goal = MaskGoal(
      target: [0, 1, 255], height: 1, width: 3, classCount: classes, ignoredLabel: 255, aim: aim)
    let weights = [0.3, 0.7, 0]
    let slopes = PixelConstraints.descent(weights, of: logits, goal: goal)
    func spread(_ logits: Tensor, _ pixel: Int) -> Double {
      let sorted = (0..<classes).map { Double(logits.scalars[$0 * 3 + pixel]) }.sorted(by: >)
      return classes > 2 ? sorted[0] - sorted[2] : 1
    }
    func value(_ moved: Tensor) -> Double {
      let constraints = PixelConstraints(moved, goal: goal).values
      return (0..<3).reduce(0.0) { $0 - weights[$1] * constraints[$1] * spread(moved, $1) / spread(logits, $1) }
    }
    for index in logits.scalars.indices {
      var (up, down) = (logits, logits)
      up.withMutableScalars { $0[index] += 0x1p-9 }
      down.withMutableScalars { $0[index] -= 0x1p-9 }
      #expect(abs((value(up) - value(down)) * 0x1p8 - slopes[index]) < 1e-4)
    }
    #expect(PixelConstraints(logits, goal: goal).values[2] == 0)
  }
}
