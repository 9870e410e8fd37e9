/// Attacks that get a size and look for a success within it, by gradients.
extension AttackCatalogue {
  static let fixedSize: [AttackEntry] = simple + adaptive

  private static let together = AttackOption("together", 0, "1: runs after the first search side by side")

  private static let simple: [AttackEntry] = [
    AttackEntry(
      "fgsm", "One step along the gradient's signs over the whole size",
      source: "Goodfellow et al., 2015, arXiv:1412.6572",
      norms: [.linf, .l2, .l1], usual: AttackDefaults(loss: .crossEntropy)
    ) { GradientAttack.fgsm(budget: $0.budget, loss: $0.loss) },
    AttackEntry(
      "bim", "Small steps from the clean input (I-FGSM)", source: "Kurakin et al., 2017, arXiv:1607.02533",
      norms: [.linf, .l2, .l1], usual: AttackDefaults(steps: 20, loss: .crossEntropy, takesStepSize: true)
    ) { GradientAttack.bim(budget: $0.budget, steps: $0.steps, stepSize: $0.stepSize, loss: $0.loss) },
    AttackEntry(
      "pgd", "Small steps from random points", source: "Madry et al., 2018, arXiv:1706.06083", norms: Norm.allCases,
      usual: AttackDefaults(steps: 20, restarts: 1, loss: .crossEntropy, takesStepSize: true, options: [together])
    ) {
      GradientAttack.pgd(
        budget: $0.budget, steps: $0.steps, stepSize: $0.stepSize, restarts: $0.restarts, loss: $0.loss, seed: $0.seed,
        together: $0.isOn("together"))
    },
  ]

  private static let source = "Croce and Hein, 2020, arXiv:2003.01690; for L1 2021, arXiv:2103.01208"

  private static let adaptive: [AttackEntry] = [
    AttackEntry(
      "apgd", "PGD that sets its own step size (Auto-PGD), on any loss", source: source, norms: [.linf, .l2, .l1],
      usual: AttackDefaults(
        steps: 100, restarts: 1, loss: .crossEntropy,
        options: [
          AttackOption("draws", 1, "gradients averaged at each point, for victims that answer at random"), together,
        ])
    ) {
      AutoPGD(
        name: "apgd",
        settings: AutoPGDSettings(
          budget: $0.budget, steps: $0.steps, restarts: $0.restarts, loss: $0.loss, draws: $0.whole("draws"),
          seed: $0.seed, together: $0.isOn("together")))
    },
    AttackEntry(
      "apgd-ce", "Auto-PGD on the cross-entropy", source: source, norms: [.linf, .l2, .l1],
      usual: AttackDefaults(steps: 100, restarts: 1, options: [together])
    ) {
      AutoPGD.crossEntropy(
        budget: $0.budget, steps: $0.steps, restarts: $0.restarts, seed: $0.seed, together: $0.isOn("together"))
    },
    AttackEntry(
      "apgd-dlr", "Auto-PGD on the difference-of-logits ratio", source: source, norms: [.linf, .l2, .l1],
      usual: AttackDefaults(steps: 100, restarts: 1, options: [together])
    ) {
      AutoPGD.differenceOfLogitsRatio(
        budget: $0.budget, steps: $0.steps, restarts: $0.restarts, seed: $0.seed, together: $0.isOn("together"))
    },
    AttackEntry(
      "apgd-t", "Auto-PGD towards the most likely other classes in turn", source: source, norms: [.linf, .l2, .l1],
      usual: AttackDefaults(
        steps: 100, restarts: 1,
        options: [AttackOption("classes", 9, "how many classes are aimed at, at most"), together])
    ) {
      AutoPGD.targeted(
        budget: $0.budget, classes: $0.whole("classes"), steps: $0.steps, restarts: $0.restarts, seed: $0.seed,
        together: $0.isOn("together"))
    },
    AttackEntry(
      "autoattack", "APGD-CE, APGD-T, FAB-T and Square in turn, until one succeeds", source: source,
      norms: [.linf, .l2, .l1], usual: AttackDefaults(steps: 100, queries: 5000, options: [together])
    ) {
      AutoAttack(
        settings: AutoAttackSettings(
          budget: $0.budget, steps: $0.steps, queries: $0.queries, seed: $0.seed, together: $0.isOn("together")))
    },
    AttackEntry(
      "autoattack-rand", "APGD on cross-entropy and DLR, averaged over 20 draws, for victims that answer at random",
      source: source, norms: [.linf, .l2, .l1], usual: AttackDefaults(steps: 100)
    ) {
      AutoAttack(
        name: "autoattack-rand",
        settings: AutoAttackSettings(budget: $0.budget, version: .rand, steps: $0.steps, seed: $0.seed))
    },
  ]
}
