/// Counts crafted examples under the threat models.
enum TransferTally {
  /// One example as one target saw it.
  private struct Trial {
    let example: CraftedExample
    let after: Int?

    var isMisled: Bool { example.passedAudit && after != nil && after != example.label }
    var succeeded: Bool {
      guard let wanted = example.wanted else { return isMisled }
      return example.passedAudit && after == wanted
    }
  }

  /// One row for each target.
  static func rows(of crafted: CraftedExamples) -> [TransferRow] {
    crafted.targets.indices.map { target in
      let trials = Self.trials(of: crafted, target)
      return TransferRow(
        surrogate: crafted.surrogate.name, target: crafted.targets[target].name,
        threat: ThreatModel(surrogate: crafted.surrogate, target: crafted.targets[target]), attack: crafted.attack,
        goal: crafted.goal, measure: measure(trials), misled: misled(trials))
    }
  }

  /// One row for each threat model, attack and goal, in the order of the paper.
  static func pooled(_ all: [CraftedExamples]) -> [ThreatRow] {
    var order: [String] = []
    for one in all where !order.contains(one.attack) { order.append(one.attack) }
    return ThreatModel.allCases.flatMap { threat in
      order.flatMap { attack in
        StudyGoal.allCases.compactMap { goal in
          row(threat, attack, goal, all.filter { $0.attack == attack && $0.goal == goal })
        }
      }
    }
  }

  private static func row(
    _ threat: ThreatModel, _ attack: String, _ goal: StudyGoal, _ crafted: [CraftedExamples]
  ) -> ThreatRow? {
    let pairs = crafted.flatMap { one in
      one.targets.indices.filter { ThreatModel(surrogate: one.surrogate, target: one.targets[$0]) == threat }
        .map { (one, $0) }
    }
    guard !pairs.isEmpty else { return nil }
    let trials = pairs.flatMap { Self.trials(of: $0.0, $0.1) }
    return ThreatRow(
      threat: threat, attack: attack, goal: goal, pairs: pairs.count, measure: measure(trials), misled: misled(trials))
  }

  /// Examples of recordings that the target classifies rightly too (the surrogate does all of them).
  private static func trials(of crafted: CraftedExamples, _ target: Int) -> [Trial] {
    crafted.samples.compactMap { example in
      guard example.before.indices.contains(target), example.after.indices.contains(target),
        example.before[target] == example.label
      else { return nil }
      return Trial(example: example, after: example.after[target])
    }
  }

  private static func measure(_ trials: [Trial]) -> StudyMeasure {
    let successes = trials.filter(\.succeeded).map(\.example)
    return StudyMeasure(
      success: Proportion(successes.count, of: trials.count), l2: Quartiles(of: successes.map(\.l2)),
      linf: Quartiles(of: successes.map(\.linf)), changedShare: Quartiles(of: successes.map(\.changedShare)),
      auditFailures: trials.count { !$0.example.passedAudit },
      vanishedGradients: trials.count { $0.example.gradientVanished })
  }

  private static func misled(_ trials: [Trial]) -> Proportion {
    Proportion(trials.count(where: \.isMisled), of: trials.count)
  }
}
