package import Tensors

/// How far each pixel is from being as the attacker wants: `c_i < 0` where it is.
///
/// With several classes `c` is the difference-of-logits ratio `±(z_y − max_{c≠y} z_c) / (z₍₁₎ − z₍₃₎)`, which does not depend
/// on the scale of the logits; with two the difference itself.
package struct PixelConstraints {
  /// One a pixel; 0 where the pixel is ignored, not a number where its logits are none.
  package let values: [Double]

  init(_ logits: PixelLogits, _ goal: MaskGoal) {
    var values = [Double](repeating: 0, count: goal.target.count)
    let term = RatioTerm()
    logits.forEachPixel(of: goal) { pixel, scores, own, slope in
      values[pixel] = -goal.sign * term.evaluate(scores, own: own, into: slope)
    }
    self.values = values
  }

  package init(_ logits: Tensor, goal: MaskGoal) { self.init(PixelLogits(logits), goal) }

  /// `−∂/∂z Σ w_i c_i` for fixed weights, class by class.
  package static func descent(_ weights: [Double], of logits: Tensor, goal: MaskGoal) -> [Double] {
    descent(weights, PixelLogits(logits), goal).derivative
  }

  /// `−Σ w_i c_i` to be raised, with its derivative for fixed weights.
  static func descent(_ weights: [Double], _ logits: PixelLogits, _ goal: MaskGoal) -> PixelLossValue {
    PixelLossValue(of: RatioTerm(), weights: weights, logits, goal)
  }
}

/// `(z_own − max_{c≠own} z_c) / (z₍₁₎ − z₍₃₎)` with the logits in descending order; for two classes the numerator.
///
/// The spread is at least 10⁻¹² and is taken as constant: its derivative would lead to lower the third logit rather than
/// to exchange the first two where the second and the third are alike.
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
    let divisor = max(scores[first] - scores[third], 1e-12)
    for index in slope.indices { slope[index] /= divisor }
    return margin / divisor
  }
}
