internal import Tensors

/// One run of APGD under L1 (Croce and Hein, 2021, arXiv:2103.01208, Algorithm 1).
///
///     x_{k+1} = Π( x_k + η · s / ‖s‖₁ ),   s = sign(g) at the K steepest elements, 0 elsewhere
///
/// Twenty-five times a stage `K` becomes `‖x_best − x₀‖₀ / 1.5`. Where the best point has become sparser by 5 %, the run
/// goes back to it with the whole budget as its step; otherwise the step falls by 1.5, down to a tenth of the budget.
///
/// Three stages have 3, 2 and 1 times the budget, for 30, 30 and 40 % of the steps; each begins where the one before was
/// best, projected. Only points of the last are offered.
///
/// The last look is not the paper's: at the point of the budget that is best by the best point's gradient. For a linear
/// victim that is the optimum, which steps that never become small only come near to.
struct SparseClimb {
  let settings: AutoPGDSettings
  let objective: AimedLoss
  let oracle: Oracle

  func climb(using stream: inout RandomStream) async throws {
    let early = settings.steps * 3 / 10
    var point: [Float]?
    for (factor, steps) in [(Float(3), early), (2, early), (1, settings.steps - 2 * early)] where steps > 0 {
      let set = set(sized: factor * settings.budget.size)
      var start = point ?? set.randomPoint(using: &stream)
      set.project(&start)
      let peak = try await stage(from: start, in: set, steps: factor == 1 ? steps - 1 : steps, offers: factor == 1)
      guard let peak else { return }
      point = peak.point
      if factor == 1, peak.look.hasDirection { try await lookAtVertex(of: set, along: peak.look.gradient) }
    }
  }

  private func set(sized size: Float) -> FeasibleSet {
    let problem = oracle.problem
    return FeasibleSet(
      clean: problem.clean, region: problem.region,
      budget: Budget(norm: .l1, size: size, bounds: settings.budget.bounds), direction: problem.direction)
  }

  /// - Returns: the best point; nil where the search is over.
  private func stage(from start: [Float], in set: FeasibleSet, steps: Int, offers: Bool) async throws -> Peak? {
    var point = start
    var look = try await look(at: point, offers: offers)
    var peak = Peak(point, look)
    var sparsity = Sparsity(changed: changedCount(point, set), of: set)
    for step in 0..<steps {
      if settings.stopsOnSuccess, oracle.succeeded { return nil }
      guard look.hasDirection else {
        if !look.isReached { oracle.noteVanishedGradient() }
        break
      }
      point = moved(point, along: look.gradient, sparsity, in: set)
      oracle.countStep()
      look = try await self.look(at: point, offers: offers)
      peak.update(point, look)
      if (step + 1) % max(steps / 25, 1) == 0, sparsity.hasImproved(changed: changedCount(peak.point, set)) {
        (point, look) = (peak.point, peak.look)
      }
    }
    return settings.stopsOnSuccess && oracle.succeeded ? nil : peak
  }

  private func look(at point: [Float], offers: Bool) async throws -> Look {
    try await oracle.survey(point, of: objective, wantsGradient: true, draws: settings.draws, offers: offers)
  }

  private func lookAtVertex(of set: FeasibleSet, along gradient: [Float]) async throws {
    var vertex = set.clean
    set.ascend(&vertex, along: gradient, by: set.budget.size)
    oracle.countStep()
    _ = try await oracle.survey(vertex, of: objective, wantsGradient: false, draws: settings.draws)
  }

  private func changedCount(_ point: [Float], _ set: FeasibleSet) -> Int {
    point.indices.count { point[$0] != set.clean[$0] }
  }

  private func moved(
    _ point: [Float], along gradient: [Float], _ sparsity: Sparsity, in set: FeasibleSet
  ) -> [Float] {
    let steepest = FeasibleSet.descending(gradient).prefix(sparsity.count)
    let change = sparsity.step / Float(max(steepest.count, 1))
    var next = point
    for index in steepest { next[index] += gradient[index] > 0 ? change : -change }
    set.project(&next)
    return next
  }
}
