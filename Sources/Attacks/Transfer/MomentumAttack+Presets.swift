/// The papers' attacks, with the papers' numbers.
extension MomentumAttack {
  /// R-FGSM: a random step over half the budget, then a gradient step over the other half.
  public static func rfgsm(
    budget: Budget, randomShare: Float = 0.5, loss: ClassificationLoss = .crossEntropy, seed: UInt64 = 0
  ) -> MomentumAttack {
    MomentumAttack(
      name: "r-fgsm",
      settings: MomentumSettings(
        budget: budget, steps: 1, decay: 0, randomShare: randomShare, loss: loss, seed: seed))
  }

  /// MI-FGSM: momentum.
  public static func mifgsm(
    budget: Budget, steps: Int = 10, decay: Float = 1, loss: ClassificationLoss = .crossEntropy
  ) -> MomentumAttack {
    MomentumAttack(
      name: "mi-fgsm", settings: MomentumSettings(budget: budget, steps: steps, decay: decay, loss: loss))
  }

  /// NI-FGSM: Nesterov's momentum.
  public static func nifgsm(
    budget: Budget, steps: Int = 10, decay: Float = 1, loss: ClassificationLoss = .crossEntropy
  ) -> MomentumAttack {
    MomentumAttack(
      name: "ni-fgsm",
      settings: MomentumSettings(budget: budget, steps: steps, decay: decay, looksAhead: true, loss: loss))
  }

  /// SI-FGSM: momentum over scale copies; with `looksAhead` SI-NI-FGSM, the paper's strongest.
  public static func sifgsm(
    budget: Budget, steps: Int = 10, copies: Int = 5, looksAhead: Bool = false,
    loss: ClassificationLoss = .crossEntropy
  ) -> MomentumAttack {
    MomentumAttack(
      name: looksAhead ? "si-ni-fgsm" : "si-fgsm",
      settings: MomentumSettings(
        budget: budget, steps: steps, looksAhead: looksAhead, scaleCopies: copies, loss: loss))
  }

  /// DI-FGSM with momentum (the paper's M-DI²-FGSM).
  public static func difgsm(
    budget: Budget, steps: Int = 10, diversity: InputDiversity = InputDiversity(),
    loss: ClassificationLoss = .crossEntropy, seed: UInt64 = 0
  ) -> MomentumAttack {
    MomentumAttack(
      name: "di-fgsm",
      settings: MomentumSettings(budget: budget, steps: steps, diversity: diversity, loss: loss, seed: seed))
  }

  /// TI-FGSM with momentum.
  public static func tifgsm(
    budget: Budget, steps: Int = 10, kernel: TranslationKernel = TranslationKernel(),
    loss: ClassificationLoss = .crossEntropy
  ) -> MomentumAttack {
    MomentumAttack(
      name: "ti-fgsm", settings: MomentumSettings(budget: budget, steps: steps, smoothing: kernel, loss: loss))
  }

  /// VMI-FGSM: momentum with variance tuning.
  public static func vmifgsm(
    budget: Budget, steps: Int = 10, tuning: VarianceTuning = VarianceTuning(),
    loss: ClassificationLoss = .crossEntropy, seed: UInt64 = 0
  ) -> MomentumAttack {
    MomentumAttack(
      name: "vmi-fgsm",
      settings: MomentumSettings(budget: budget, steps: steps, varianceTuning: tuning, loss: loss, seed: seed))
  }

  /// VNI-FGSM: Nesterov's momentum with variance tuning.
  public static func vnifgsm(
    budget: Budget, steps: Int = 10, tuning: VarianceTuning = VarianceTuning(),
    loss: ClassificationLoss = .crossEntropy, seed: UInt64 = 0
  ) -> MomentumAttack {
    MomentumAttack(
      name: "vni-fgsm",
      settings: MomentumSettings(
        budget: budget, steps: steps, looksAhead: true, varianceTuning: tuning, loss: loss, seed: seed))
  }
}
