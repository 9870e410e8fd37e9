internal import Tensors

/// Whether samples, goals, regions and a classifier fit together.
struct ProblemCheck {
  let victim: any Victim
  let bounds: ClosedRange<Float>
  let loss: ClassificationLoss

  /// Everything wrong, of the model first and then of at most the first five samples that are wrong.
  func complaints(about problems: [AttackProblem]) -> [String] {
    guard victim.outputShape.count == 1 else {
      return ["the model is no classifier: it gives \(victim.outputShape) logits for a sample, not [classes]"]
    }
    let found = problems.lazy.compactMap { problem in
      complaint(about: problem).map { "sample \(problem.id): \($0)" }
    }
    return Array(found.prefix(5))
  }

  private func complaint(about problem: AttackProblem) -> String? {
    complaint(about: problem.aim)
      ?? InputCheck(inputShape: victim.inputShape, bounds: bounds).complaint(about: problem.clean, problem.region)
  }

  private func complaint(about aim: ClassAim) -> String? {
    let classCount = victim.outputShape[0]
    let needed = loss.minimumClassCount(for: aim.goal)
    if classCount < needed { return "the \(loss.rawValue) loss needs \(needed) classes, the model has \(classCount)" }
    if aim.smallestClass < 0 || aim.largestClass >= classCount {
      return "\(aim.goal) names a class outside 0...\(classCount - 1)"
    }
    if loss.needsLabel(for: aim.goal), aim.label == nil { return "the targeted dlr loss needs the true class" }
    if case .targeted(let target) = aim.goal, target == aim.label { return "the target is the true class \(target)" }
    return nil
  }
}

/// Whether an input can be attacked: its shape, its values, its region.
struct InputCheck {
  let inputShape: [Int]
  let bounds: ClosedRange<Float>

  func complaint(about clean: Tensor, _ region: Region) -> String? {
    if clean.shape != inputShape { return "the input is \(clean.shape), the model takes \(inputShape)" }
    if region.shape != clean.shape { return "the region is made for \(region.shape), the input is \(clean.shape)" }
    if region.isEmpty { return "the region \"\(region.name)\" is empty" }
    guard let index = clean.scalars.firstIndex(where: { !bounds.contains($0) }) else { return nil }
    let place = zip(clean.shape.rowMajorStrides, clean.shape).map { index / $0 % $1 }
    return "the value \(clean.scalars[index]) at \(place) is outside the bounds "
      + "\(bounds.lowerBound) to \(bounds.upperBound); state the bounds of the stored values"
  }
}
