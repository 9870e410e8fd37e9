public import Tensors

/// What a classifier says: the index of its largest logit.
public enum Prediction {
  /// The first of the largest logits; nil where any logit is not a number.
  public static func classIndex(of logits: some Collection<Float>) -> Int? {
    var best: (index: Int, value: Float)?
    for (index, value) in logits.enumerated() {
      if value.isNaN { return nil }
      if value > (best?.value ?? -.infinity) || best == nil { best = (index, value) }
    }
    return best?.index
  }

  /// The predictions of a batch of `[N, K]` logits.
  public static func classIndices(of logits: Tensor) -> [Int?] {
    precondition(logits.rank == 2, "Prediction: expected [N, K] logits, is \(logits.shape)")
    let classCount = logits.shape[1]
    return (0..<logits.shape[0]).map {
      classIndex(of: logits.scalars[$0 * classCount..<($0 + 1) * classCount])
    }
  }
}
