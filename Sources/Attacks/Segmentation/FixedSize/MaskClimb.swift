/// One run of APGD on a mask, in one radius.
struct MaskClimb {
  let set: FeasibleSet
  let oracle: MaskOracle
  let settings: MaskAutoPGDSettings
  let steps: Int
  /// Steps made in earlier radii.
  let done: Int
  /// Whether its images may be returned: those of larger radii may not.
  let offers: Bool

  /// The best point so far.
  private struct Peak {
    var point: [Float]
    var look: MaskLook

    mutating func update(_ point: [Float], _ look: MaskLook) {
      if look.course > self.look.course || self.look.course.isNaN { (self.point, self.look) = (point, look) }
    }
  }

  /// - Returns: the point with the largest loss.
  func climb(from start: [Float]) throws -> [Float] {
    var (point, previous) = (start, [Float]?.none)
    var look = try look(at: point, step: 0)
    var (peak, last) = (Peak(point: point, look: look), look.course)
    var pace = CheckpointPace(size: 2 * set.budget.size, steps: steps, loss: last)
    for step in 1...steps {
      oracle.note(look, stepLength: Double(pace.size))
      if isOver(look) { return point }
      try oracle.beginStep()
      let next = set.climbed(from: point, after: previous, along: look.gradient, by: pace.size)
      if next == point, previous == nil || previous == point {
        // No step leads on from here. From the best point none would.
        if point == peak.point { return point }
        pace.halve()
        (previous, point, look) = (point, peak.point, peak.look)
        continue
      }
      (previous, point) = (point, next)
      look = try self.look(at: point, step: step)
      peak.update(point, look)
      let halves = pace.halves(after: step, rose: look.course > last, best: peak.look.course)
      last = look.course
      if halves { (point, look) = (peak.point, peak.look) }
    }
    oracle.note(look, stepLength: 0)
    return peak.point
  }

  private func look(at point: [Float], step: Int) throws -> MaskLook {
    let (goal, loss) = (oracle.problem.goal, settings.loss)
    let progress = Double(done + step) / Double(settings.steps)
    return try oracle.look(at: point, needsGradient: step < steps, scaling: .unit, offers: offers) {
      loss.evaluate($0, goal, prediction: $1, progress: progress)
    }
  }

  /// Whether there is nothing left to climb: all is attained, or no gradient says where more could be.
  private func isOver(_ look: MaskLook) -> Bool {
    if look.attained >= 1 { return true }
    if look.hasDirection { return false }
    oracle.noteVanishedGradient()
    return true
  }
}
