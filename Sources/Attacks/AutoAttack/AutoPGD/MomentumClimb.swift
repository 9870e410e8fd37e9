internal import Tensors

/// One run of APGD under Linf or L2.
struct MomentumClimb {
  let settings: AutoPGDSettings
  let objective: AimedLoss
  let oracle: Oracle
  private let set: FeasibleSet

  init(settings: AutoPGDSettings, objective: AimedLoss, oracle: Oracle) {
    (self.settings, self.objective, self.oracle) = (settings, objective, oracle)
    let problem = oracle.problem
    set = FeasibleSet(
      clean: problem.clean, region: problem.region, budget: settings.budget, direction: problem.direction)
  }

  func climb(using stream: inout RandomStream) async throws {
    var point = set.randomInnerPoint(using: &stream)
    var previous = point
    var look = try await look(at: point, wantsGradient: true)
    var (peak, lastLoss) = (Peak(point, look), look.loss)
    var pace = CheckpointPace(size: 2 * settings.budget.size, steps: settings.steps, loss: peak.loss)
    for step in 1...settings.steps {
      if settings.stopsOnSuccess, oracle.succeeded { return }
      if !look.hasDirection, !look.isReached { oracle.noteVanishedGradient() }
      let next = set.climbed(from: point, after: step == 1 ? nil : previous, along: look.gradient, by: pace.size)
      oracle.countStep()
      if next == point, point == previous, settings.draws == 1 {
        // No step leads on from here. From the best point none would.
        if point == peak.point { return }
        pace.halve()
        (previous, point, look) = (point, peak.point, peak.look)
        continue
      }
      (previous, point) = (point, next)
      look = try await self.look(at: point, wantsGradient: step < settings.steps)
      peak.update(point, look)
      // From a random start nearly every first step rises: it says nothing about the step size.
      if pace.halves(after: step, rose: step > 1 && look.loss > lastLoss, best: peak.loss) {
        (lastLoss, point, look) = (look.loss, peak.point, peak.look)
      } else {
        lastLoss = look.loss
      }
    }
  }

  private func look(at point: [Float], wantsGradient: Bool) async throws -> Look {
    try await oracle.survey(point, of: objective, wantsGradient: wantsGradient, draws: settings.draws)
  }
}
