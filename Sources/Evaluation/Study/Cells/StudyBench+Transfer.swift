internal import Attacks
internal import Tensors

extension StudyBench {
  /// Crafts examples on one victim and shows them to all: the row of the transfer matrix that starts there.
  func transfer(_ surrogate: StudySubject, _ attack: StudyAttack, _ goal: StudyGoal) throws -> CraftedExamples? {
    let targets = subjects.filter { $0.defence == nil }
    let all = try recordings(settings.framing)
    let before = try targets.map { try answers($0, settings.framing) }
    let own = try answers(surrogate, settings.framing)
    let attempts = try places(.transfer).filter { own[$0] == all[$0].label }.map { place in
      try attempt(place, all[place], surrogate, everything(all[place]), goal: wanted(place, all[place].label, goal))
    }
    guard let attacked = try attacked(attempts, on: surrogate, by: attack.attack, budget: attack.attack.budget) else {
      return nil
    }
    let after = try targets.map { target in
      target.name == surrogate.name
        ? attacked.map(\.prediction) : try predictions(attacked.map(\.outcome.adversarial), target.victim)
    }
    let samples = attacked.enumerated().map { row, one in
      CraftedExample(one, before: before.map { $0[one.attempt.index] }, after: after.map { $0[row] })
    }
    return CraftedExamples(
      surrogate: surrogate.key, attack: attack.facts.name, goal: goal, targets: targets.map(\.key), samples: samples)
  }

  /// A targeted attack's class is drawn for each recording from the others, the same in every cell.
  private func wanted(_ place: Int, _ label: Int, _ goal: StudyGoal) -> ClassGoal {
    guard goal == .targeted, settings.classNames.count > 1 else { return .untargeted(label: label) }
    var stream = RandomStream(seed: settings.seed, sample: source.ids[place], attack: "study target")
    let drawn = stream.nextIndex(in: 0..<settings.classNames.count - 1)
    return .targeted(class: drawn < label ? drawn : drawn + 1)
  }
}

extension CraftedExample {
  init(_ attacked: StudyAttacked, before: [Int?], after: [Int?]) {
    let aim = attacked.attempt.problem.aim
    var wanted: Int?
    if case .targeted(let target) = aim.goal { wanted = target }
    self.init(
      index: attacked.attempt.index, label: attacked.attempt.recording.label, wanted: wanted, l2: attacked.norms.l2,
      linf: attacked.norms.linf, changedShare: attacked.changedShare, passedAudit: attacked.passedAudit,
      gradientVanished: attacked.outcome.gradientVanished, before: before, after: after)
  }
}
