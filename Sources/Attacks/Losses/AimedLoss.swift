/// A loss with an aim of its own: attacks that try several classes in turn raise losses that are not the problem's.
struct AimedLoss: Sendable {
  let loss: ClassificationLoss
  let aim: ClassAim

  /// The loss and its exact derivative; the margin's where the loss is not defined: the difference-of-logits ratio of
  /// fewer than 3 classes (4 towards a class), or towards a class without knowing the true one.
  func evaluate(_ logits: [Double]) -> (value: Double, derivative: [Double]) {
    let hasClasses = logits.count >= loss.minimumClassCount(for: aim.goal)
    let hasLabel = aim.label != nil || !loss.needsLabel(for: aim.goal)
    return (hasClasses && hasLabel ? loss : .margin).evaluate(logits, aim)
  }
}
