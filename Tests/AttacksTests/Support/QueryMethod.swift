import Attacks
import Tensors

/// Every attack by queries, to be asked for with the same words.
enum QueryMethod: String, CaseIterable, Sendable {
  case nesLinf, nesL2, spsa, banditsLinf, banditsL2, simbaLinf, simbaL2, simbaCosines
  case zoo, boundary, hopSkipJumpL2, hopSkipJumpLinf, geodaL2, geodaLinf

  static let decisionMethods: [QueryMethod] = [.boundary, .hopSkipJumpL2, .hopSkipJumpLinf, .geodaL2, .geodaLinf]
  static let minimalMethods: [QueryMethod] = [.zoo] + decisionMethods
  static let fixedMethods = allCases.filter { !minimalMethods.contains($0) }

  var norm: Norm {
    switch self {
    case .nesLinf, .spsa, .banditsLinf, .simbaLinf, .hopSkipJumpLinf, .geodaLinf: .linf
    default: .l2
    }
  }

  /// The attack; for those that look for the smallest perturbation, `size` is the largest that counts.
  func attack(
    queries: Int, size: Float? = nil, bounds: ClosedRange<Float> = 0...1, stopsOnSuccess: Bool = true,
    starts: StartingPoints = StartingPoints(), seed: UInt64 = 7
  ) -> any SampleAttack & BoundedAttack {
    let scores = ScoreSettings(
      budget: Budget(norm: norm, size: size ?? (norm == .linf ? 0.35 : 0.7), bounds: bounds), queries: queries,
      seed: seed,
      stopsOnSuccess: stopsOnSuccess)
    let decisions = DecisionSettings(
      bounds: bounds, queries: queries, starts: starts, largestNorm: size, seed: seed)
    return switch self {
    case .nesLinf, .nesL2: NES(settings: scores)
    case .spsa: SPSA(settings: scores)
    case .banditsLinf, .banditsL2: Bandits(settings: scores)
    case .simbaLinf, .simbaL2: SimBA(settings: scores)
    case .simbaCosines: SimBA.cosines(settings: scores, keeping: 1)
    case .zoo: ZOO(settings: ZOOSettings(bounds: bounds, queries: queries, largestNorm: size, seed: seed))
    case .boundary: BoundaryAttack(settings: decisions)
    case .hopSkipJumpL2, .hopSkipJumpLinf: HopSkipJump(norm: norm, settings: decisions)
    case .geodaL2, .geodaLinf: GeoDA(norm: norm, settings: decisions)
    }
  }
}
