extension ClassificationLoss {
  /// The numerator is a difference of two logits, the denominator a spread of the sorted ones; both are differentiated.
  ///
  /// Where the spread is 0 (three equal leaders) it is taken as 10⁻¹² and as constant, as the authors do.
  static func differenceOfLogitsRatio(_ logits: [Double], _ aim: ClassAim) -> (value: Double, derivative: [Double]) {
    let order = logits.indices.sorted { logits[$0] > logits[$1] || (logits[$0] == logits[$1] && $0 < $1) }
    let own = aim.label ?? order[0]
    let rival: Int
    var spread = [(order[0], 1.0)]
    switch aim.goal {
    case .untargeted:
      rival = largest(of: logits, except: own)
      spread.append((order[2], -1))
    case .targeted(let target):
      rival = target
      spread += [(order[2], -0.5), (order[3], -0.5)]
    }
    return ratio(-(logits[own] - logits[rival]), [(own, -1), (rival, 1)], over: spread, logits)
  }

  /// `N / D` with `D = Σ weight · z`, and its derivative `N' / D − N D' / D²`.
  private static func ratio(
    _ numerator: Double, _ numeratorWeights: [(Int, Double)], over spread: [(Int, Double)], _ logits: [Double]
  ) -> (value: Double, derivative: [Double]) {
    let width = spread.reduce(0) { $0 + $1.1 * logits[$1.0] }
    let denominator = max(width, 1e-12)
    var derivative = [Double](repeating: 0, count: logits.count)
    for (index, weight) in numeratorWeights { derivative[index] += weight / denominator }
    if width > 1e-12 {
      for (index, weight) in spread { derivative[index] -= numerator / denominator * weight / denominator }
    }
    return (numerator / denominator, derivative)
  }
}
