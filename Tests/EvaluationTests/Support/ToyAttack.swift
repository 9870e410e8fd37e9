import Attacks
import Tensors

/// One signed step of the whole budget against the logit of the label, with seeded noise on top of nothing else.
struct ToyAttack: ClassificationAttack {
  var name = "toy"
  var budget: Budget
  var seed: UInt64 = 7
  /// Writes one forbidden element, as a faulty attack would.
  var cheats = false
  var claimsEverything = false

  func run(
    _ problems: [AttackProblem], against victim: any Victim, control: AttackControl
  ) throws -> [Outcome] {
    try problems.map { problem in
      let label = problem.aim.goal.classIndex
      let (_, gradient) = try victim.logitsAndGradient(at: Tensor(batching: [problem.clean])) { logits in
        Tensor(shape: logits.shape, scalars: (0..<logits.count).map { $0 == label ? -1 : 0.25 })
      }
      var random = RandomStream(seed: seed, sample: problem.id, attack: name)
      var scalars = problem.clean.scalars
      for index in scalars.indices where problem.region.allowed[index] {
        let share = Float.random(in: 0.9...0.99, using: &random)
        let step = gradient.scalars[index] > 0 ? budget.size : -budget.size
        scalars[index] = min(max(scalars[index] + share * step, budget.bounds.lowerBound), budget.bounds.upperBound)
      }
      if cheats, let forbidden = problem.region.allowed.firstIndex(of: false) { scalars[forbidden] += 1e-6 }
      let adversarial = Tensor(shape: problem.clean.shape, scalars: scalars)
      let logits = try victim.logits(of: Tensor(batching: [adversarial])).scalars
      return Outcome(
        adversarial: adversarial,
        succeeded: claimsEverything || problem.aim.goal.isReached(by: Prediction.classIndex(of: logits)), loss: 0,
        forwards: 2, backwards: 1, iterations: 1, wasInterrupted: control.shouldStop())
    }
  }
}
