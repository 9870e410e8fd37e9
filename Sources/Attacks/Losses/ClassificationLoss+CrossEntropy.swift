internal import Foundation

extension ClassificationLoss {
  /// `−ln p_y` raised (untargeted), or lowered for the target: `∂/∂z = ±(p − e)`.
  ///
  /// `1 − p_y` is summed from the other classes, so that it does not round to 0 while they are still there, and
  /// `−ln p_y = ln(1 + Σ_{i≠y} exp(z_i − z_y))` where `y` leads.
  static func crossEntropy(_ logits: [Double], _ goal: ClassGoal) -> (value: Double, derivative: [Double]) {
    let own = goal.classIndex
    let largest = logits.max() ?? 0
    let exponentials = logits.map { exp($0 - largest) }
    let total = exponentials.reduce(0, +)
    var others = 0.0
    for index in logits.indices where index != own { others += exponentials[index] }
    var derivative = exponentials.map { $0 / total }
    derivative[own] = -others / total
    let crossEntropy =
      logits[own] == largest ? log1p(others / exponentials[own]) : log(total) + (largest - logits[own])
    return (-goal.sign * crossEntropy, derivative.map { -goal.sign * $0 })
  }
}
