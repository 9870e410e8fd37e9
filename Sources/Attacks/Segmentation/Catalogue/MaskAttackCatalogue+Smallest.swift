/// Attacks that look for the smallest perturbation that draws or destroys a mask.
extension MaskAttackCatalogue {
  private static let polish = AttackOption(
    "polish", 10, "forward passes spent at the end to shorten the shortest success; 0: the attack as in its paper")

  private static func seeking(_ choice: MaskAttackChoice) -> SmallestMaskPerturbation {
    SmallestMaskPerturbation(
      norm: choice.norm, bounds: choice.bounds, largestNorm: choice.size, success: choice.success,
      polish: choice.whole("polish"))
  }

  private static func usual(
    steps: Int, _ options: [AttackOption] = []
  ) -> MaskAttackDefaults {
    MaskAttackDefaults(
      steps: steps, success: MaskThreshold(.pixels, 0.99), takesStepSize: true, options: options + [polish])
  }

  static let smallest: [MaskAttackEntry] = [
    MaskAttackEntry(
      "dag", "Dense adversary generation: the gradient of all pixels that are not yet as wanted",
      source: "Xie et al., 2017, arXiv:1703.08603", .minimalNorm, .smallest,
      usual: usual(
        steps: 200, [AttackOption("random-rivals", 0, "1: wrong classes are drawn at random once, as in the paper")])
    ) {
      DenseAdversary(
        seeking: seeking($0), steps: $0.steps, stepSize: $0.stepSize, drawsRivals: $0.isOn("random-rivals"),
        seed: $0.seed)
    },
    MaskAttackEntry(
      "fmn", "Fast minimum norm: the budget follows the distance to the boundary",
      source: "Pintor et al., 2021, arXiv:2102.12827", .minimalNorm, .smallest, norms: [.linf], usual: usual(steps: 300)
    ) { MaskFastMinimumNorm(seeking: seeking($0), steps: $0.steps, stepSize: $0.stepSize) },
    MaskAttackEntry(
      "alma-prox", "Augmented Lagrangian with a multiplier a pixel and proximal steps",
      source: "Rony, Pesquet, Ben Ayed, 2023, arXiv:2206.07179", .minimalNorm, .smallest, norms: [.linf],
      usual: usual(steps: 500)
    ) { ProximalMaskAttack(.alma, seeking: seeking($0), steps: $0.steps, stepSize: $0.stepSize) },
    MaskAttackEntry(
      "pdpgd", "Primal-dual proximal gradients: multipliers that grow and shrink by a factor",
      source: "Matyasko and Chau, 2021, arXiv:2106.01538", .minimalNorm, .smallest, norms: [.linf],
      usual: usual(steps: 500)
    ) { ProximalMaskAttack(.pdpgd, seeking: seeking($0), steps: $0.steps, stepSize: $0.stepSize) },
  ]
}
