extension ClassificationLoss {
  /// The cross-entropy of logits scaled so that the first leads the second by 10; the scale is taken as constant.
  ///
  /// Leaders closer than 10⁻¹² count as that far apart.
  static func scaledCrossEntropy(_ logits: [Double], _ goal: ClassGoal) -> (value: Double, derivative: [Double]) {
    let leader = largest(of: logits, except: -1)
    let lead = logits[leader] - logits[largest(of: logits, except: leader)]
    let scale = 10 / max(lead, 1e-12)
    let (value, derivative) = crossEntropy(logits.map { scale * $0 }, goal)
    return (value, derivative.map { scale * $0 })
  }
}
