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
