internal import Tensors

/// An attack whose perturbations must be physically plausible.
///
/// - Non-negative: the lower end of every element's range is its clean value.
/// - Scatterers: the search runs over amplitudes `a ≥ 0`, `x = min(x₀ + m · P a, upper)` (`ScattererMap`); gradients come
///   back through the adjoint. A budget holds for the perturbation because it holds for the amplitudes.
/// - Quantized: the victim is searched as if every input were stored and read again; the answer is then put onto the
///   grid, back into the budget, and looked at once more.
///
/// All hold in the victim's input units, after the transform: with a logarithm in it, scatterers add up in decibels
/// rather than in amplitude.
public struct PlausibleAttack: ClassificationAttack {
  public let base: any BoundedAttack
  public let bounds: ClosedRange<Float>
  public let plausibility: Plausibility

  public init(_ base: any BoundedAttack, bounds: ClosedRange<Float>, plausibility: Plausibility) {
    self.base = base
    self.bounds = bounds
    self.plausibility = plausibility
  }

  public var name: String { base.name }

  public func run(
    _ problems: [AttackProblem], against victim: any Victim, control: AttackControl
  ) throws -> [Outcome] {
    let restricted = problems.map { problem in
      var problem = problem
      if plausibility.isNonNegative || plausibility.scatterers != nil { problem.direction = .upwards }
      return problem
    }
    let seen: any Victim = plausibility.grid.map { StoredInputVictim(victim, grid: $0) } ?? victim
    // Outcomes change after the search, so finished samples are told of at the end.
    var quiet = control
    quiet.didFinish = { _, _ in }
    var outcomes = try search(restricted, seen, quiet)
    if let grid = plausibility.grid {
      for index in outcomes.indices {
        let found = outcomes[index].adversarial
        outcomes[index].adversarial = grid.settled(found, of: restricted[index], budget: base.budget)
        // Another point than the best one promises nothing.
        if outcomes[index].adversarial != found { outcomes[index].sawClean = false }
      }
    }
    if plausibility.grid != nil { try judge(&outcomes, restricted, victim) }
    for (index, outcome) in outcomes.enumerated() where !outcome.wasInterrupted {
      try control.didFinish(index, outcome)
    }
    return outcomes
  }

  private func search(
    _ problems: [AttackProblem], _ victim: any Victim, _ control: AttackControl
  ) throws -> [Outcome] {
    guard let map = plausibility.scatterers else { return try base.run(problems, against: victim, control: control) }
    try check(problems, victim, map)
    let amplitudes = AmplitudeVictim(
      victim, map: map, problems: problems, budget: base.budget ?? Budget(norm: .l2, size: .infinity, bounds: bounds))
    // A region without the magnitude channel has no place for a scatterer: such a sample is left as it is.
    let asked = amplitudes.amplitudeProblems()
    let places = asked.indices.filter { !asked[$0].region.isEmpty }
    let found = try base.working(within: 0...AmplitudeVictim.width(bounds)).run(
      places.map { asked[$0] }, against: amplitudes, control: control)
    var outcomes = problems.map {
      Outcome(adversarial: $0.clean, succeeded: false, loss: -.infinity, forwards: 0, backwards: 0, iterations: 0)
    }
    for (outcome, place) in zip(found, places) {
      let scalars = amplitudes.input(outcome.adversarial.scalars.dropLast(), of: place)
      outcomes[place] = outcome
      outcomes[place].adversarial = Tensor(shape: problems[place].clean.shape, scalars: scalars)
    }
    return outcomes
  }

  private func check(_ problems: [AttackProblem], _ victim: any Victim, _ map: ScattererMap) throws {
    let complaints = ProblemCheck(victim: victim, bounds: bounds, loss: .margin).complaints(about: problems)
    guard complaints.isEmpty else { throw AttackError(attack: name, complaints: complaints) }
    guard map.shape == victim.inputShape else {
      throw AttackError(
        attack: name, complaints: ["the scatterers are made for \(map.shape), the model takes \(victim.inputShape)"])
    }
  }

  /// Rounding may have undone a success: one more pass says.
  private func judge(_ outcomes: inout [Outcome], _ problems: [AttackProblem], _ victim: any Victim) throws {
    guard !outcomes.isEmpty else { return }
    let logits = try victim.logits(of: Tensor(batching: outcomes.map(\.adversarial)))
    for (index, prediction) in Prediction.classIndices(of: logits).enumerated() {
      outcomes[index].succeeded = problems[index].aim.goal.isReached(by: prediction)
      outcomes[index].forwards += 1
    }
  }
}
