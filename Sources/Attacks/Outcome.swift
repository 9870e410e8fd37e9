public import Tensors

/// What an attack found for one sample, and what it cost. A failed attack is a result: it carries its best attempt.
public struct Outcome: Sendable {
  /// The best example found, inside the budget, the bounds and the region.
  public var adversarial: Tensor
  /// The attack's own view of success, at the iterate it returns; the harness re-verifies it in a fresh forward pass.
  public var succeeded: Bool
  /// The attack's loss at `adversarial` (larger is better for the attacker).
  public var loss: Float
  public var restart: Int
  public var forwards: Int
  public var backwards: Int
  public var iterations: Int

  public init(
    adversarial: Tensor, succeeded: Bool, loss: Float, restart: Int = 0, forwards: Int, backwards: Int,
    iterations: Int
  ) {
    self.adversarial = adversarial
    self.succeeded = succeeded
    self.loss = loss
    self.restart = restart
    self.forwards = forwards
    self.backwards = backwards
    self.iterations = iterations
  }
}
