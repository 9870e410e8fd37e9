public import Tensors

/// What an attack on a segmentation network raises: a function of all pixels' logits, larger is better for the attacker.
///
/// With `N` the pixels that count, `y_i` the mask's class of pixel i, `z_i` its logits, `p_i = softmax(z_i)`, `s = +1` where
/// the mask is to be drawn and −1 where it is to be destroyed, most losses are a weighted mean of terms that grow with the
/// mask's class:
///
///     L = s/N · Σ_i w_i t_i
///
/// A pixel is *open* while its prediction is not yet what the attacker wants, else *done*. `λ` rises from 0 to ½ in the
/// course of an attack: `λ = progress / 2`.
///
/// | loss | term `t_i` | weight `w_i` | source |
/// |---|---|---|---|
/// | `crossEntropy` | `ln p_y` | 1 | the baseline |
/// | `balancedCrossEntropy` | `ln p_y` | `1 − λ` open, `λ` done | SegPGD: Gu et al., 2022, arXiv:2207.12391; Bal-CE of SEA |
/// | `cosineCrossEntropy` | `ln p_y` | `cos(p, e_y)` to destroy, `1 − cos(p, e_y)` to draw | CosPGD: Agnihotri et al., 2024, arXiv:2302.02213 |
/// | `maskedCrossEntropy` | `ln p_y` | 1 open, 0 done | SEA: Croce, Singh, Hein, 2024, arXiv:2306.12941 |
/// | `jensenShannon` | `−JS(p, e_y)` | 1 | SEA |
/// | `spherical` | `z_y / ‖z‖₂` | 1 | SEA |
/// | `maskedSpherical` | `z_y / ‖z‖₂` | 1 open, 0 done | SEA |
/// | `margin` | `z_y − max_{c≠y} z_c` | 1 | Carlini and Wagner, 2017, per pixel |
/// | `maskedMargin` | `z_y − max_{c≠y} z_c` | 1 open, 0 done | DAG's difference against the strongest rival |
/// | `houdini` | `Φ(z_y − max_{c≠y} z_c)` | what the attacker lacks of the class's IoU | Cisse et al., 2017, arXiv:1707.05373 |
/// | `softIoU` | the mean over classes of `Σ p y / Σ (p + y − p y)` | | Rahman and Wang, 2016 |
/// | `softDice` | the mean over classes of `2 Σ p y / Σ (p + y)` | | Milletari et al., 2016, arXiv:1606.04797 |
///
/// Weights are taken as constant, as their authors do: what is handed out is the exact derivative for fixed weights.
///
/// Departures. Two classes have one difference of logits, and a network with one logit presents it as (−z/2, z/2), whose
/// angle never changes: with two classes the spherical term is the margin. Houdini's product with the task loss has the
/// factor 0 where a mask is to be destroyed and all is still right; here a pixel's weight is what the attacker lacks in its
/// own class, `1 − IoU_y` to draw and `IoU_y` to destroy, and the rival is the strongest other class, on right pixels too.
/// The overlaps are taken over the classes of the mask, the background left out as in `MaskScores`, unless none is left.
///
/// Ignored pixels, and pixels whose logits are no numbers, have exactly zero loss and derivative.
public enum PixelLoss: String, Sendable, Hashable, Codable, CaseIterable {
  case crossEntropy = "cross-entropy"
  case balancedCrossEntropy = "balanced-cross-entropy"
  case cosineCrossEntropy = "cosine-cross-entropy"
  case maskedCrossEntropy = "masked-cross-entropy"
  case jensenShannon = "jensen-shannon"
  case spherical
  case maskedSpherical = "masked-spherical"
  case margin
  case maskedMargin = "masked-margin"
  case houdini
  case softIoU = "soft-iou"
  case softDice = "soft-dice"

  /// The loss at some logits.
  ///
  /// - Parameters:
  ///   - logits: `[1, C, H, W]` or `[C, H, W]`.
  ///   - goal: the mask, and what is to be done with it.
  ///   - progress: how far the attack is, 0 to 1; only `balancedCrossEntropy` asks.
  ///   - scaling: `.unit` divides the derivative by its largest magnitude before it is rounded to `Float`.
  /// - Returns: the value, and the derivative in the shape of the logits.
  public func callAsFunction(
    _ logits: Tensor, goal: MaskGoal, progress: Double = 0, scaling: CotangentScaling = .exact
  ) -> (value: Double, cotangent: Tensor) {
    let pixels = PixelLogits(logits)
    let found = evaluate(pixels, goal, prediction: pixels.prediction, progress: progress)
    return (found.value, Tensor(shape: logits.shape, scalars: scaling.applied(to: found.derivative)))
  }

  /// The same for logits whose prediction is known.
  func evaluate(_ logits: PixelLogits, _ goal: MaskGoal, prediction: [Int], progress: Double) -> PixelLossValue {
    func sum(_ term: some PixelTerm) -> PixelLossValue {
      let weights = weights(logits, goal, prediction: prediction, progress: progress)
      return PixelLossValue(of: term, weights: weights, logits, goal)
    }
    switch self {
    case .crossEntropy, .balancedCrossEntropy, .cosineCrossEntropy, .maskedCrossEntropy:
      return sum(LogProbabilityTerm())
    case .jensenShannon: return sum(JensenShannonTerm())
    case .spherical, .maskedSpherical: return logits.classCount == 2 ? sum(MarginTerm()) : sum(SphericalTerm())
    case .margin, .maskedMargin: return sum(MarginTerm())
    case .houdini: return sum(HoudiniTerm())
    case .softIoU: return SoftOverlap(isDice: false).evaluate(logits, goal)
    case .softDice: return SoftOverlap(isDice: true).evaluate(logits, goal)
    }
  }

  /// `w_i` for every pixel, the mean's `1/N` included; 0 where a pixel is ignored.
  package func weights(_ logits: Tensor, goal: MaskGoal, progress: Double) -> [Double] {
    let pixels = PixelLogits(logits)
    return weights(pixels, goal, prediction: pixels.prediction, progress: progress)
  }
}
