internal import Tensors

extension Oracle {
  /// Looks at a point in a forward pass, and offers it.
  @discardableResult
  public func look(at point: [Float], judgedBy loss: ClassificationLoss = .margin) async throws -> Look {
    try await looks(at: [point], judgedBy: loss)[0]
  }

  /// Looks at several points in forward passes, and offers them in their order.
  @discardableResult
  public func looks(at points: [[Float]], judgedBy loss: ClassificationLoss = .margin) async throws -> [Look] {
    let answers = try await answers(to: points.map { Probe(point: $0, cotangent: nil) })
    return zip(points, answers).map { point, answer in
      let look = judged(answer, by: loss)
      offer(point, look)
      return look
    }
  }

  /// Looks at a point with the input gradient of a loss there, and offers it: one forward and one backward pass.
  ///
  /// `scaling` says in which size the gradient comes; see `ClassificationLoss`.
  public func look(
    at point: [Float], raising loss: ClassificationLoss, scaling: CotangentScaling = .unit
  ) async throws -> Look {
    try await looks(at: [point], raising: loss, scaling: scaling)[0]
  }

  /// Looks at several points with their gradients, and offers them in their order.
  public func looks(
    at points: [[Float]], raising loss: ClassificationLoss, scaling: CotangentScaling = .unit
  ) async throws -> [Look] {
    let aim = problem.aim
    let probes = points.map { point in
      Probe(point: point) { logits in scaling.applied(to: loss.evaluate(logits.map(Double.init), aim).derivative) }
    }
    let answers = try await answers(to: probes)
    return zip(points, answers).map { point, answer in
      let look = judged(answer, by: loss)
      offer(point, look)
      return look
    }
  }

  /// The input gradients of several weighted sums of the logits at one point, masked like those of a look: a forward
  /// and a backward pass each.
  ///
  /// Each sum has one weight a class, each gradient the input's element order.
  public func gradients(at point: [Float], of weights: [[Float]]) async throws -> [[Float]] {
    let answers = try await ask(weights.map { weight in Probe(point: point) { _ in weight } })
    return answers.map { masked($0.gradient) }
  }

  func judged(_ answer: Answer, by loss: ClassificationLoss) -> Look {
    let prediction = Prediction.classIndex(of: answer.logits)
    let value = loss.evaluate(answer.logits.map(Double.init), problem.aim).value
    return Look(
      logits: answer.logits, prediction: prediction,
      isReached: problem.aim.goal.isReached(by: prediction) && value >= confidence, loss: value,
      gradient: masked(answer.gradient))
  }

  /// A gradient inside the region, with elements that are not finite taken out.
  func masked(_ gradient: [Float]) -> [Float] {
    guard !gradient.isEmpty else { return [] }
    let (result, isFinite) = gradient.masked(by: problem.region.allowed)
    if !isFinite { noteNumericalTrouble() }
    return result
  }
}
