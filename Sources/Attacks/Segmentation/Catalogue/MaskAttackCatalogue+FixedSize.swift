/// Attacks that get a size and look for the most damage, or the most likeness, within it.
extension MaskAttackCatalogue {
  static let fixedSize: [MaskAttackEntry] = gradientSteps + stepSizeFree

  private static func settings(
    _ choice: MaskAttackChoice, loss: PixelLoss, decay: Float = 0, randomStart: Bool = false
  ) -> MaskGradientSettings {
    MaskGradientSettings(
      budget: choice.budget, steps: choice.steps, stepSize: choice.stepSize, loss: loss, decay: decay,
      randomStart: randomStart, restarts: choice.restarts, seed: choice.seed, success: choice.success)
  }

  private static let gradientSteps: [MaskAttackEntry] = [
    MaskAttackEntry(
      "fgsm", "One step over the whole size", source: "Goodfellow et al., 2015, arXiv:1412.6572", .gradientSteps,
      usual: MaskAttackDefaults(loss: .crossEntropy)
    ) { MaskGradientAttack.fgsm(budget: $0.budget, loss: $0.loss, success: $0.success) },
    MaskAttackEntry(
      "pgd", "Small steps from random points, on the mean over pixels of any loss",
      source: "Madry et al., 2018, arXiv:1706.06083", .gradientSteps,
      usual: MaskAttackDefaults(steps: 40, restarts: 1, loss: .crossEntropy, takesStepSize: true)
    ) { MaskGradientAttack(name: "pgd", settings: settings($0, loss: $0.loss, randomStart: true)) },
    MaskAttackEntry(
      "segpgd", "PGD that begins with the pixels that are still right",
      source: "Gu et al., 2022, arXiv:2207.12391", .gradientSteps,
      usual: MaskAttackDefaults(steps: 40, restarts: 1, takesStepSize: true)
    ) { MaskGradientAttack(name: "segpgd", settings: settings($0, loss: .balancedCrossEntropy, randomStart: true)) },
    MaskAttackEntry(
      "cospgd", "PGD that weighs each pixel by how like the mask its prediction is",
      source: "Agnihotri et al., 2024, arXiv:2302.02213", .gradientSteps,
      usual: MaskAttackDefaults(steps: 40, restarts: 1, takesStepSize: true)
    ) { MaskGradientAttack(name: "cospgd", settings: settings($0, loss: .cosineCrossEntropy, randomStart: true)) },
    MaskAttackEntry(
      "mi-fgsm", "Steps with momentum", source: "Dong et al., 2018, arXiv:1710.06081", .gradientSteps,
      usual: MaskAttackDefaults(
        steps: 20, loss: .crossEntropy, takesStepSize: true,
        options: [AttackOption("decay", 1, "how much of the accumulated gradient is kept a step")])
    ) { MaskGradientAttack(name: "mi-fgsm", settings: settings($0, loss: $0.loss, decay: $0.number("decay"))) },
    padam("padam-ce", .crossEntropy),
    padam("padam-cos", .cosineCrossEntropy),
  ]

  private static func padam(_ name: String, _ loss: PixelLoss) -> MaskAttackEntry {
    MaskAttackEntry(
      name, "Projected Adam on the \(loss.rawValue)", source: "Halmosi et al., 2024, arXiv:2407.09150",
      .gradientSteps, usual: MaskAttackDefaults(steps: 200, takesStepSize: true)
    ) { MaskAdam(name: name, settings: settings($0, loss: loss)) }
  }

  private static let source = "Croce, Singh, Hein, 2024, arXiv:2306.12941"

  private static let shrinks = AttackOption(
    "shrink", 1, "1: search in twice and one and a half times the size first; 0: in the size alone")

  private static func settings(_ choice: MaskAttackChoice) -> MaskAutoPGDSettings {
    MaskAutoPGDSettings(
      budget: choice.budget, steps: choice.steps, loss: choice.loss, shrinksRadius: choice.isOn("shrink"),
      seed: choice.seed, success: choice.success)
  }

  private static let stepSizeFree: [MaskAttackEntry] = [
    MaskAttackEntry(
      "apgd", "PGD that sets its own step size, in radii that decrease to the size, on any loss", source: source,
      .gradientSteps, usual: MaskAttackDefaults(steps: 100, loss: .jensenShannon, options: [shrinks])
    ) { MaskAutoPGD(name: "apgd", settings: settings($0)) },
    MaskAttackEntry(
      "sea", "Segmentation ensemble attack: APGD with four losses, the worst of them for each image", source: source,
      .ensemble, usual: MaskAttackDefaults(steps: 100, options: [shrinks])
    ) { SegmentationEnsemble(settings: settings($0)) },
  ]
}
