import Attacks
import Testing

/// A smallest-perturbation attack in one of its norms, for tests that all of them must pass.
struct Seeker: Sendable, CustomTestStringConvertible {
  let norm: Norm
  /// How near to the optimum of a linear victim the attack comes by itself, without the refinement.
  let ownRatio: Double
  private let make: @Sendable (SmallestPerturbation) -> any SmallestPerturbationAttack

  init(
    _ norm: Norm, ownRatio: Double, _ make: @escaping @Sendable (SmallestPerturbation) -> any SmallestPerturbationAttack
  ) {
    (self.norm, self.ownRatio, self.make) = (norm, ownRatio, make)
  }

  func attack(
    bounds: ClosedRange<Float> = 0...1, largestNorm: Float? = nil, refinement: BoundaryRefinement = .full
  ) -> any SmallestPerturbationAttack {
    make(SmallestPerturbation(norm: norm, bounds: bounds, largestNorm: largestNorm, refinement: refinement))
  }

  var testDescription: String { "\(attack().name) \(norm)" }

  static let all: [Seeker] = [
    Seeker(.l2, ownRatio: 1.0201) { DeepFool(seeking: $0) },
    Seeker(.linf, ownRatio: 1.0201) { DeepFool(seeking: $0) },
    Seeker(.l1, ownRatio: 1.0201) { DeepFool(seeking: $0) },
    Seeker(.l2, ownRatio: 1.002) { DecoupledDirectionNorm(seeking: $0, steps: 120) },
    Seeker(.l2, ownRatio: 1.001) { FastMinimumNorm(seeking: $0, steps: 120) },
    Seeker(.linf, ownRatio: 1.001) { FastMinimumNorm(seeking: $0, steps: 120) },
    Seeker(.l1, ownRatio: 1.001) { FastMinimumNorm(seeking: $0, steps: 120) },
    Seeker(.l0, ownRatio: 1.001) { FastMinimumNorm(seeking: $0, steps: 120) },
    Seeker(.l1, ownRatio: 1.6) { ElasticNet(seeking: $0, steps: 100, searches: 5) },
    Seeker(.l2, ownRatio: 1.002) { BoxConstrainedLBFGS(seeking: $0) },
    Seeker(.l0, ownRatio: 2) { SaliencyMapAttack(seeking: $0) },
    Seeker(.linf, ownRatio: 1.11) {
      CarliniWagnerLinf(seeking: $0, steps: 100, searches: 3, learningRate: 0.01, rounds: 30)
    },
    Seeker(.l0, ownRatio: 1.001) { CarliniWagnerL0(seeking: $0, steps: 100) },
  ]
}
