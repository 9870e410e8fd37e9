internal import Foundation

extension ClassificationLoss {
  /// `−ln p_y` raised (untargeted), or lowered for the target: `∂/∂z = ±(p − e)`.
  ///
  /// `1 − p_y` is summed from the other classes, so that it does not round to 0 while they are still there, and
  /// `−ln p_y = ln(1 + Σ_{i≠y} exp(z_i − z_y))` where `y` leads. Where even that underflows (a lead of more than 745), the
  /// derivative keeps its direction at the least size that a `Double` has: a network with scaled logits hides nothing.
  static func crossEntropy(_ logits: [Double], _ goal: ClassGoal) -> (value: Double, derivative: [Double]) {
    guard logits.allSatisfy(\.isFinite) else { return (.nan, logits.map { _ in .nan }) }
    let own = goal.classIndex
    let others = logits.indices.filter { $0 != own }
    let largestOther = others.map { logits[$0] }.max() ?? 0
    let exponentials = logits.map { exp($0 - largestOther) }
    let sum = others.reduce(0) { $0 + exponentials[$1] }
    // ln of the others' odds against `y`; its logistic function is their probability `1 − p_y`.
    let odds = log(sum) + largestOther - logits[own]
    let probability = odds > 0 ? 1 / (1 + exp(-odds)) : exp(odds) / (1 + exp(odds))
    let scale = probability.isNaN ? .nan : max(probability, .leastNormalMagnitude)
    var derivative = exponentials.map { $0 / sum * scale }
    derivative[own] = -scale
    let crossEntropy = odds > 0 ? odds + log1p(exp(-odds)) : log1p(exp(odds))
    return (-goal.sign * crossEntropy, derivative.map { -goal.sign * $0 })
  }
}
