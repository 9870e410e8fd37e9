/// Questions of attacks that see no gradients.
extension Oracle {
  /// The loss at points that are asked about for the sake of the answers: counted, but not offered.
  ///
  /// What estimates a slope may lie outside the budget; it must not be returned.
  func scores(at points: [[Float]], of loss: ClassificationLoss) async throws -> [Double] {
    let answers = try await answers(to: points.map { Probe(point: $0, cotangent: nil) })
    return answers.map { answer in
      let score = loss.evaluate(answer.logits.map(Double.init), problem.aim).value
      if !score.isFinite { noteNumericalTrouble() }
      return score
    }
  }

  /// The classes of the points that reach the goal, nil for the others; those that do are offered.
  ///
  /// The margin is only written down with what is kept: neither the search nor the choice of the best depends on it.
  func reachedClasses(at points: [[Float]]) async throws -> [Int?] {
    let answers = try await answers(to: points.map { Probe(point: $0, cotangent: nil) })
    return zip(points, answers).map { point, answer in
      let prediction = Prediction.classIndex(of: answer.logits)
      if prediction == nil { noteNumericalTrouble() }
      guard problem.aim.goal.isReached(by: prediction) else { return nil }
      let margin = ClassificationLoss.margin.evaluate(answer.logits.map(Double.init), problem.aim).value
      offer(
        point, Look(logits: answer.logits, prediction: prediction, isReached: true, loss: margin, gradient: []))
      return prediction
    }
  }
}
