internal import Evaluation
public import Tensors

/// What logits say, and how right it is.
public enum Prediction {
  /// The class at each position of one sample's logits, `[C]` or `[C, H, W]`.
  ///
  /// The largest logit, the first of equals; a single logit above 0 is class 1.
  public static func classes(_ logits: Tensor) -> [Int32] {
    let positions = Array(logits.shape.dropFirst()).product
    if logits.shape[0] == 1 { return logits.scalars.map { $0 > 0 ? 1 : 0 } }
    var best = [Int32](repeating: 0, count: positions)
    var values = Array(logits.scalars.prefix(positions))
    for index in 1..<logits.shape[0] {
      for position in 0..<positions where logits.scalars[index * positions + position] > values[position] {
        values[position] = logits.scalars[index * positions + position]
        best[position] = Int32(index)
      }
    }
    return best
  }

  /// One position: 1 if right, else 0; a mask: the mean Dice of the foreground classes that occur.
  public static func score(_ logits: Tensor, _ target: TrainingTarget) -> Double {
    let predicted = classes(logits)
    if let label = target.label { return predicted[0] == Int32(label) ? 1 : 0 }
    return MaskAgreement.scores(
      predicted: predicted.map(Int.init), reference: target.classes.map(Int.init),
      classCount: max(logits.shape[0], 2), ignored: Int(TrainingTarget.void)
    ).meanDice
  }
}
