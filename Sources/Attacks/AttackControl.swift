/// How the caller follows and stops a running attack.
public struct AttackControl {
  /// How many samples share a pass; nil for all of them.
  ///
  /// A sample that is done makes room for the next one.
  public var batchSize: Int?
  /// Asked once a step; true ends the attack at once with what has been found.
  public var shouldStop: () -> Bool
  /// Told after every step.
  public var didAdvance: (AttackProgress) -> Void
  /// Told when a sample is through, in the order in which samples finish, so that it can be kept at once.
  public var didFinish: (_ index: Int, _ outcome: Outcome) throws -> Void

  public init(
    batchSize: Int? = nil, shouldStop: @escaping () -> Bool = { false },
    didAdvance: @escaping (AttackProgress) -> Void = { _ in },
    didFinish: @escaping (_ index: Int, _ outcome: Outcome) throws -> Void = { _, _ in }
  ) {
    precondition(batchSize ?? 1 > 0, "AttackControl: the batch size must be positive, is \(batchSize ?? 0)")
    self.batchSize = batchSize
    self.shouldStop = shouldStop
    self.didAdvance = didAdvance
    self.didFinish = didFinish
  }
}

/// How far an attack is.
public struct AttackProgress: Sendable, Hashable {
  public var samples: Int
  public var finished: Int
  public var succeeded: Int
  /// Steps taken by all samples together, and how many it could be at most.
  public var steps: Int
  public var stepLimit: Int
}
