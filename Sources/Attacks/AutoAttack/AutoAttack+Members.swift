extension AutoAttack {
  /// An attack, and the number of its first run among those of all members.
  struct Member {
    let attack: any SampleAttack
    let firstRestart: Int
  }

  /// How often the version for random victims looks at each point.
  static let draws = 20

  var members: [Member] {
    var (members, next) = ([Member](), 0)
    for (attack, runs) in settings.version == .standard ? standard : random {
      members.append(Member(attack: attack, firstRestart: next))
      next += runs
    }
    return members
  }

  private var standard: [(any SampleAttack, runs: Int)] {
    let (budget, steps, seed, together) = (settings.budget, settings.steps, settings.seed, settings.together)
    let isSparse = budget.norm == .l1
    let plain = AutoPGD.crossEntropy(
      budget: budget, steps: steps, restarts: isSparse ? 5 : 1, seed: seed, together: together)
    let targeted = AutoPGD.targeted(
      budget: budget, classes: isSparse ? 5 : 9, steps: steps, seed: seed, together: together)
    let boundary = FastAdaptiveBoundary.targeted(budget: budget, classes: 9, steps: steps, seed: seed)
    let square = SquareAttack(
      settings: SquareAttackSettings(
        budget: budget, queries: settings.queries, rescalesSchedule: false, seed: seed))
    return [
      (plain, plain.runLimit), (targeted, targeted.runLimit), (boundary, boundary.runLimit), (square, 1),
    ]
  }

  private var random: [(any SampleAttack, runs: Int)] {
    let losses: [(String, ClassificationLoss)] = [("apgd-ce", .crossEntropy), ("apgd-dlr", .dlr)]
    return losses.map { name, loss in
      let settings = AutoPGDSettings(
        budget: settings.budget, steps: settings.steps, loss: loss, draws: Self.draws, seed: settings.seed)
      return (AutoPGD(name: name, settings: settings), 1)
    }
  }
}
