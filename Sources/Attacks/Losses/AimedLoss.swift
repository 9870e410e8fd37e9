/// A loss with an aim of its own: attacks that try several classes in turn raise losses that are not the problem's.
struct AimedLoss: Sendable {
  let loss: ClassificationLoss
  let aim: ClassAim
  /// Whether leaving the true class is enough, whatever the aim: then the other classes are no obstacle on the way to it.
  var leavingIsEnough = false

  /// The loss and its exact derivative.
  ///
  /// Where the loss is not defined (a difference-of-logits ratio of fewer than 3 classes, 4 towards a class, or towards a
  /// class without knowing the true one) the margin takes its place. Where leaving is enough, the margin towards a class
  /// `t` is that over the true class `y` alone, `z_t − z_y`.
  func evaluate(_ logits: [Double]) -> (value: Double, derivative: [Double]) {
    let hasClasses = logits.count >= loss.minimumClassCount(for: aim.goal)
    let hasLabel = aim.label != nil || !loss.needsLabel(for: aim.goal)
    let usable = hasClasses && hasLabel ? loss : .margin
    if usable == .margin, leavingIsEnough, case .targeted(let target) = aim.goal, let label = aim.label {
      return Self.difference(logits, target, label)
    }
    return usable.evaluate(logits, aim)
  }

  private static func difference(
    _ logits: [Double], _ target: Int, _ label: Int
  ) -> (value: Double, derivative: [Double]) {
    var derivative = [Double](repeating: 0, count: logits.count)
    derivative[target] = 1
    derivative[label] = -1
    return (logits[target] - logits[label], derivative)
  }
}
