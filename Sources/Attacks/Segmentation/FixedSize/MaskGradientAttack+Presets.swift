extension MaskGradientAttack {
  /// One step over the whole budget.
  public static func fgsm(
    budget: Budget, loss: PixelLoss = .crossEntropy, success: MaskThreshold = MaskThreshold(.meanIoU, 0.99)
  ) -> MaskGradientAttack {
    MaskGradientAttack(
      name: "fgsm",
      settings: MaskGradientSettings(
        budget: budget, steps: 1, stepSize: budget.size > 0 ? budget.size : nil, loss: loss, success: success))
  }

  /// Small steps from random points, by default on the mean cross-entropy.
  public static func pgd(
    budget: Budget, steps: Int = 40, stepSize: Float? = nil, restarts: Int = 1, loss: PixelLoss = .crossEntropy,
    seed: UInt64 = 0
  ) -> MaskGradientAttack {
    fromRandomPoints("pgd", budget, steps, stepSize, restarts, loss, seed)
  }

  /// First the pixels that are still right, later the others too.
  public static func segPGD(
    budget: Budget, steps: Int = 40, stepSize: Float? = nil, restarts: Int = 1, seed: UInt64 = 0
  ) -> MaskGradientAttack {
    fromRandomPoints("segpgd", budget, steps, stepSize, restarts, .balancedCrossEntropy, seed)
  }

  /// Each pixel by how much its prediction is still like the mask.
  public static func cosPGD(
    budget: Budget, steps: Int = 40, stepSize: Float? = nil, restarts: Int = 1, seed: UInt64 = 0
  ) -> MaskGradientAttack {
    fromRandomPoints("cospgd", budget, steps, stepSize, restarts, .cosineCrossEntropy, seed)
  }

  /// Momentum, from the clean input.
  public static func miFGSM(
    budget: Budget, steps: Int = 20, stepSize: Float? = nil, decay: Float = 1, loss: PixelLoss = .crossEntropy
  ) -> MaskGradientAttack {
    MaskGradientAttack(
      name: "mi-fgsm",
      settings: MaskGradientSettings(budget: budget, steps: steps, stepSize: stepSize, loss: loss, decay: decay))
  }

  private static func fromRandomPoints(
    _ name: String, _ budget: Budget, _ steps: Int, _ stepSize: Float?, _ restarts: Int, _ loss: PixelLoss,
    _ seed: UInt64
  ) -> MaskGradientAttack {
    MaskGradientAttack(
      name: name,
      settings: MaskGradientSettings(
        budget: budget, steps: steps, stepSize: stepSize, loss: loss, randomStart: true, restarts: restarts,
        seed: seed))
  }
}
