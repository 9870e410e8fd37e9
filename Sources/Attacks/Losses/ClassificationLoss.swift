public import Tensors

/// What a gradient attack on a classifier raises: a function of one sample's logits, larger is better for the attacker.
///
/// `z` are the logits, `y` the class to get away from (untargeted), `t` the class to reach (targeted), `p = softmax(z)`,
/// `z₍₁₎ ≥ z₍₂₎ ≥ …` the logits in descending order.
///
/// | loss | untargeted | targeted | source |
/// |---|---|---|---|
/// | `crossEntropy` | `−ln p_y` | `ln p_t` | Goodfellow et al., 2015, arXiv:1412.6572 |
/// | `margin` | `max_{i≠y} z_i − z_y` | `z_t − max_{i≠t} z_i` | Carlini and Wagner, 2017, arXiv:1608.04644, κ = ∞ |
/// | `logit` | `−z_y` | `z_t` | Ozbulak et al., 2020, arXiv:2006.01456 |
/// | `dlr` | `−(z_y − max_{i≠y} z_i) / (z₍₁₎ − z₍₃₎)` | `−(z_y − z_t) / (z₍₁₎ − (z₍₃₎ + z₍₄₎)/2)` | Croce and Hein, 2020, arXiv:2003.01690 |
/// | `mifpe` | `crossEntropy` of `10 z / (z₍₁₎ − z₍₂₎)` | the same | Yu and Xu, 2023 (CVPR), the 10 from their program |
///
/// The margin is positive exactly where the attack has succeeded; the difference-of-logits ratio (DLR) and `mifpe` are
/// invariant to shifts and to positive factors of the logits. The scale of `mifpe` is taken as constant, as its authors do:
/// what it hands out is not the whole derivative of its value. Sums are accumulated in `Double` and nothing overflows for
/// finite logits. Logits that are not finite give a loss that is not a number, never a trap.
public enum ClassificationLoss: String, Sendable, Hashable, Codable, CaseIterable {
  case crossEntropy = "cross-entropy"
  case margin
  case logit
  case dlr
  case mifpe

  /// The fewest classes for which the loss is defined.
  public func minimumClassCount(for goal: ClassGoal) -> Int {
    switch (self, goal) {
    case (.dlr, .targeted): 4
    case (.dlr, .untargeted): 3
    default: 2
    }
  }

  /// Whether the targeted form needs to know the true class as well.
  public func needsLabel(for goal: ClassGoal) -> Bool {
    if case (.dlr, .targeted) = (self, goal) { true } else { false }
  }

  /// The losses of a batch, and their derivatives with respect to the logits.
  ///
  /// - Parameters:
  ///   - logits: `[N, K]`, with `K` at least `minimumClassCount(for:)`.
  ///   - aims: one a sample; classes lie below `K`.
  ///   - scaling: `.exact` gives `∂loss/∂z`. `.unit` divides each sample's derivative by its largest magnitude before it
  ///     is rounded to `Float`, so that a saturated softmax (`p_y` within 10⁻⁴⁵ of 1) still says where to go: attacks that
  ///     use only the direction of the gradient lose nothing and cannot be masked that way.
  /// - Returns: one value a sample, and the cotangent `[N, K]`.
  public func callAsFunction(
    _ logits: Tensor, aims: [ClassAim], scaling: CotangentScaling = .exact
  ) -> LossEvaluation {
    precondition(
      logits.rank == 2 && logits.shape[0] == aims.count,
      "ClassificationLoss: expected [\(aims.count), K] logits, is \(logits.shape)")
    let classCount = logits.shape[1]
    var values: [Double] = []
    var cotangents: [Float] = []
    cotangents.reserveCapacity(logits.count)
    for (sample, aim) in aims.enumerated() {
      let row = logits.scalars[sample * classCount..<(sample + 1) * classCount].map(Double.init)
      let (value, derivative) = evaluate(row, aim)
      values.append(value)
      cotangents.append(contentsOf: scaling.applied(to: derivative))
    }
    return LossEvaluation(values: values, cotangent: Tensor(shape: logits.shape, scalars: cotangents))
  }

  /// The loss of one sample and its exact derivative.
  func evaluate(_ logits: [Double], _ aim: ClassAim) -> (value: Double, derivative: [Double]) {
    switch self {
    case .crossEntropy: Self.crossEntropy(logits, aim.goal)
    case .margin: Self.margin(logits, aim.goal)
    case .logit: Self.logit(logits, aim.goal)
    case .dlr: Self.differenceOfLogitsRatio(logits, aim)
    case .mifpe: Self.scaledCrossEntropy(logits, aim.goal)
    }
  }
}
