/// A goal, with the true class where a targeted loss compares against it.
public struct ClassAim: Sendable, Hashable {
  public let goal: ClassGoal
  /// The true class; an untargeted goal carries its own.
  public let label: Int?

  public init(goal: ClassGoal, label: Int? = nil) {
    self.goal = goal
    if case .untargeted(let own) = goal { self.label = own } else { self.label = label }
  }

  /// The largest class index mentioned.
  var largestClass: Int { max(goal.classIndex, label ?? 0) }
  var smallestClass: Int { min(goal.classIndex, label ?? 0) }
}

extension ClassGoal {
  /// The class that the goal is about: the one to leave or the one to reach.
  public var classIndex: Int {
    switch self {
    case .untargeted(let label): label
    case .targeted(let target): target
    }
  }

  /// +1 where raising the class's own logit serves the attacker, −1 where lowering it does.
  var sign: Double {
    switch self {
    case .untargeted: -1
    case .targeted: 1
    }
  }

  /// Whether a prediction serves the attacker; no prediction (logits that are not numbers) never does.
  public func isReached(by prediction: Int?) -> Bool {
    guard let prediction else { return false }
    switch self {
    case .untargeted(let label): return prediction != label
    case .targeted(let target): return prediction == target
    }
  }
}
