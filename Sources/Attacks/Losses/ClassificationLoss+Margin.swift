extension ClassificationLoss {
  /// `s (z_own − max of the others)`, `s` = +1 for a target, −1 for a class to leave.
  static func margin(_ logits: [Double], _ goal: ClassGoal) -> (value: Double, derivative: [Double]) {
    let own = goal.classIndex
    let rival = largest(of: logits, except: own)
    var derivative = [Double](repeating: 0, count: logits.count)
    derivative[own] = goal.sign
    derivative[rival] = -goal.sign
    return (goal.sign * (logits[own] - logits[rival]), derivative)
  }

  /// `s z_own`.
  static func logit(_ logits: [Double], _ goal: ClassGoal) -> (value: Double, derivative: [Double]) {
    var derivative = [Double](repeating: 0, count: logits.count)
    derivative[goal.classIndex] = goal.sign
    return (goal.sign * logits[goal.classIndex], derivative)
  }

  /// The index of the largest logit apart from one; the first of equals.
  ///
  /// Logits that are not numbers are never chosen over numbers.
  static func largest(of logits: [Double], except excluded: Int) -> Int {
    var best = excluded == 0 ? 1 : 0
    for index in logits.indices where index != excluded && index != best {
      if logits[index] > logits[best] || (logits[best].isNaN && !logits[index].isNaN) { best = index }
    }
    return best
  }
}
