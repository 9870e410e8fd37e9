internal import Tensors

/// Looks for attacks that run in turn on one oracle.
///
/// Each raises losses of its own, for classes of its own; so that what they find can be compared, the oracle judges all of
/// it by one measure, the margin of the problem's goal.
extension Oracle {
  /// Looks at a point: `Look.loss` and `Look.gradient` are the objective's, what is offered is judged by the margin.
  ///
  /// With `draws` above 1 that many passes are averaged, for victims that answer at random (expectation over
  /// transformation, Athalye et al., 2018, arXiv:1707.07397): loss and gradient are means, and the goal counts as reached
  /// where most draws reach it. Points that may not be returned, outside the budget, are not offered: `offers` is off.
  func survey(
    _ point: [Float], of objective: AimedLoss, wantsGradient: Bool, draws: Int = 1, offers: Bool = true
  ) async throws -> Look {
    let unit: ([Float]) -> [Float] = { logits in
      CotangentScaling.unit.applied(to: objective.evaluate(logits.map(Double.init)).derivative)
    }
    let probe = Probe(point: point, cotangent: wantsGradient ? unit : nil)
    let answers = try await answers(to: [Probe](repeating: probe, count: draws))
    let margin = AimedLoss(loss: .margin, aim: problem.aim)
    let judged = merged(answers, by: margin)
    if offers { offer(point, judged) }
    return Look(
      logits: judged.logits, prediction: judged.prediction, isReached: judged.isReached,
      loss: Self.mean(answers, of: objective), gradient: gradient(answers, of: objective))
  }

  /// Values and gradients of several objectives at one point, in shared passes, and what the problem's goal says there.
  ///
  /// Nothing is offered: the caller knows whether the point may be.
  func linearizations(
    at point: [Float], of objectives: [AimedLoss]
  ) async throws -> (look: Look, planes: [(value: Double, gradient: [Float])]) {
    let probes = objectives.map { objective in
      Probe(point: point) { objective.evaluate($0.map(Double.init)).derivative.map(Float.init) }
    }
    let answers = try await answers(to: probes)
    let planes = zip(objectives, answers).map { objective, answer in
      (objective.evaluate(answer.logits.map(Double.init)).value, masked(answer.gradient))
    }
    return (merged(Array(answers.prefix(1)), by: AimedLoss(loss: .margin, aim: problem.aim)), planes)
  }

  private func merged(_ answers: [Answer], by loss: AimedLoss) -> Look {
    let predictions = answers.map { Prediction.classIndex(of: $0.logits) }
    let reached = predictions.count { problem.aim.goal.isReached(by: $0) }
    return Look(
      logits: answers[0].logits, prediction: predictions[0], isReached: 2 * reached > answers.count,
      loss: Self.mean(answers, of: loss), gradient: [])
  }

  private static func mean(_ answers: [Answer], of loss: AimedLoss) -> Double {
    answers.reduce(0) { $0 + loss.evaluate($1.logits.map(Double.init)).value } / Double(answers.count)
  }

  /// The direction of the mean gradient.
  ///
  /// Each draw's came in unit size, so that none is lost to rounding; here they get their true sizes back, relative to
  /// the largest.
  private func gradient(_ answers: [Answer], of objective: AimedLoss) -> [Float] {
    guard answers.count > 1, !answers[0].gradient.isEmpty else { return masked(answers[0].gradient) }
    let sizes = answers.map { answer in
      objective.evaluate(answer.logits.map(Double.init)).derivative.lazy.map(abs).max() ?? 0
    }
    let largest = sizes.filter(\.isFinite).max() ?? 0
    var sum = [Float](repeating: 0, count: problem.region.allowed.count)
    for (answer, size) in zip(answers, sizes) where size.isFinite && largest > 0 {
      sum.add(masked(answer.gradient), times: size / largest / Double(answers.count))
    }
    return sum
  }
}
