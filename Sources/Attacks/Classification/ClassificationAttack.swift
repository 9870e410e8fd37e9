public import Tensors

/// A way to make a classifier say something else.
public protocol ClassificationAttack: Sendable {
  /// The short name for records and random streams: "pgd".
  var name: String { get }

  /// Attacks every problem and returns one outcome each, in the same order.
  ///
  /// What is found for a sample depends on that sample, its id and the settings alone, given a victim whose answer for
  /// a sample does not depend on the rest of the batch.
  ///
  /// - Throws: `AttackError` when the settings, the problems and the victim do not fit together, before anything runs;
  ///   whatever the victim or the caller's closures throw.
  func run(_ problems: [AttackProblem], against victim: any Victim, control: AttackControl) throws -> [Outcome]
}

extension ClassificationAttack {
  public func run(_ problems: [AttackProblem], against victim: any Victim) throws -> [Outcome] {
    try run(problems, against: victim, control: AttackControl())
  }
}

/// One sample to attack.
public struct AttackProblem: Sendable {
  /// Names the sample in records; its random stream is derived from it.
  public let id: String
  /// The input as it is, without a batch axis.
  public let clean: Tensor
  public let region: Region
  public let aim: ClassAim
  /// Whether values may go both ways or only up.
  public var direction: PerturbationDirection

  public init(
    id: String, clean: Tensor, region: Region, goal: ClassGoal, label: Int? = nil,
    direction: PerturbationDirection = .either
  ) {
    self.direction = direction
    self.id = id
    self.clean = clean
    self.region = region
    self.aim = ClassAim(goal: goal, label: label)
  }
}
