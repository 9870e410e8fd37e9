import Attacks
import Tensors
import Testing

/// Attacks that look for the smallest perturbation: on independent pixels the optimum is known.
@Suite struct SmallestMaskTests {
  static let names = ["dag", "fmn", "alma-prox", "pdpgd"]

  static func attack(
    _ name: String, _ norm: Norm, share: Double = 0.9, polish: Double = 10, steps: Int? = nil, seed: UInt64 = 1
  ) throws -> any MaskSearch {
    let entry = try MaskAttackCatalogue.entry(named: name)
    return try entry.attack(
      MaskAttackRequest(
        bounds: 0...1, norm: norm, steps: steps, success: MaskThreshold(.pixels, share), seed: seed,
        options: ["polish": polish]))
  }

  @Test(arguments: names, [Norm.linf, .l2]) func comesNearTheOptimum(name: String, norm: Norm) throws {
    for (mask, aim) in [
      (MaskCase(seed: 1), MaskGoal.Aim.destroy), (MaskCase(seed: 2, masked: true), .draw),
      (MaskCase(seed: 3, masked: true, ignoring: true), .destroy),
    ] {
      let best = mask.shortest(norm, share: 0.9)
      let found = try Self.attack(name, norm).run(mask.problem(aim), against: mask.victim)
      #expect(found.outcome.succeeded)
      let norms = PerturbationNorms(clean: mask.clean, adversarial: found.outcome.adversarial)
      let ratio = norms(norm) / best
      #expect(ratio >= 1 && ratio < 1, "\(name) \(norm) \(mask) \(aim): \(ratio)")
    }
  }
}
