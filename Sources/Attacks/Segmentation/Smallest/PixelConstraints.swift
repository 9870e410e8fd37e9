/// How far each pixel is from being as the attacker wants: `c_i < 0` where it is.
///
/// With several classes `c` is the difference-of-logits ratio `±(z_y − max_{c≠y} z_c) / (z₍₁₎ − z₍₃₎)`, which does not depend
/// on the scale of the logits; with two the difference itself.
struct PixelConstraints {
  /// One a pixel; 0 where the pixel is ignored, not a number where its logits are none.
  private(set) var values: [Double]

  init(_ logits: PixelLogits, _ goal: MaskGoal) {
    var values = [Double](repeating: 0, count: goal.target.count)
    let term = RatioTerm()
    logits.forEachPixel(of: goal) { pixel, scores, own, slope in
      values[pixel] = -goal.sign * term.evaluate(scores, own: own, into: slope)
    }
    self.values = values
  }

  /// `−Σ w_i c_i` to be raised, with its derivative for fixed weights.
  static func descent(_ weights: [Double], _ logits: PixelLogits, _ goal: MaskGoal) -> PixelLossValue {
    PixelLossValue(of: RatioTerm(), weights: weights, logits, goal)
  }
}

/// `(z_own − max_{c≠own} z_c) / (z₍₁₎ − z₍₃₎)` with the logits in descending order; for two classes the numerator.
///
/// Where the spread is 0 it is taken as 10⁻¹² and as constant.
struct RatioTerm: PixelTerm {
  func evaluate(
    _ scores: UnsafeBufferPointer<Double>, own: Int, into slope: UnsafeMutableBufferPointer<Double>
  ) -> Double {
    let margin = MarginTerm().evaluate(scores, own: own, into: slope)
    guard scores.count > 2 else { return margin }
    let first = PixelOdds.rival(of: -1, scores)
    let second = PixelOdds.rival(of: first, scores)
    var third = -1
    for index in scores.indices where index != first && index != second && (third < 0 || scores[index] > scores[third])
    {
      third = index
    }
    let spread = scores[first] - scores[third]
    let divisor = max(spread, 1e-12)
    for index in slope.indices { slope[index] /= divisor }
    if spread > 1e-12 {
      slope[first] -= margin / divisor / divisor
      slope[third] += margin / divisor / divisor
    }
    return margin / divisor
  }
}
