extension Oracle {
  /// Gradients of a loss at points that need not be feasible (shrunk copies, neighbours, points ahead): one forward and one
  /// backward pass each.
  ///
  /// They are not masked by the region, because the copy of an allowed element may lie outside it. Nothing is offered but
  /// `candidate`, where it is among the points; where it is not, it costs a forward pass of its own.
  func slopes(
    at points: [[Float]], raising loss: ClassificationLoss, offering candidate: [Float]?
  ) async throws -> [ScaledGradient] {
    let aim = problem.aim
    func derivative(_ logits: [Float]) -> [Double] { loss.evaluate(logits.map(Double.init), aim).derivative }
    let answers = try await answers(
      to: points.map { point in Probe(point: point) { CotangentScaling.unit.applied(to: derivative($0)) } })
    if let candidate {
      if let row = points.firstIndex(of: candidate) {
        offer(candidate, judged(answers[row], by: loss))
      } else {
        try await look(at: candidate, judgedBy: loss)
      }
    }
    return answers.map { answer in
      let scale = derivative(answer.logits).lazy.map(abs).max() ?? 0
      return ScaledGradient(values: finite(answer.gradient), scale: scale.isFinite ? scale : 0)
    }
  }

  private func finite(_ gradient: [Float]) -> [Float] {
    guard !gradient.allSatisfy(\.isFinite) else { return gradient }
    noteNumericalTrouble()
    return gradient.map { $0.isFinite ? $0 : 0 }
  }
}
