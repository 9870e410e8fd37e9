public import Tensors

/// What an attack found for one sample, and what it cost.
///
/// A failed attack is a result: it carries its best attempt.
public struct Outcome: Sendable {
  /// The best example found, inside the budget, the bounds and the region.
  public var adversarial: Tensor
  /// The attack's own view of success, at the iterate it returns; the harness re-verifies it in a fresh forward pass.
  public var succeeded: Bool
  /// The attack's loss at `adversarial` (larger is better for the attacker).
  public var loss: Float
  /// The restart that found `adversarial`.
  public var restart: Int
  /// How many restarts were begun.
  public var restarts: Int
  /// Forward and backward passes that this sample took part in, over all restarts.
  public var forwards: Int
  public var backwards: Int
  /// Steps taken, over all restarts.
  public var iterations: Int
  /// Some gradient was exactly zero inside the region: the model says nothing about where to go (masked gradients, or a
  /// region that the model does not look at).
  public var gradientVanished: Bool
  /// Some logits or gradients were infinite or not numbers; those elements were left where they were.
  public var numericalTrouble: Bool
  /// Whether the clean input was among the points that the search looked at and kept the best of; nil where not known.
  ///
  /// A search that was offered it answers, by its own loss, with nothing worse; one that begins elsewhere may.
  public var sawClean: Bool?
  /// The attack was stopped before it was through with this sample; its result is not the attack's.
  public var wasInterrupted: Bool

  public init(
    adversarial: Tensor, succeeded: Bool, loss: Float, restart: Int = 0, restarts: Int = 1, forwards: Int,
    backwards: Int, iterations: Int, gradientVanished: Bool = false, numericalTrouble: Bool = false,
    sawClean: Bool? = nil, wasInterrupted: Bool = false
  ) {
    self.adversarial = adversarial
    self.succeeded = succeeded
    self.loss = loss
    self.restart = restart
    self.restarts = restarts
    self.forwards = forwards
    self.backwards = backwards
    self.iterations = iterations
    self.gradientVanished = gradientVanished
    self.numericalTrouble = numericalTrouble
    self.sawClean = sawClean
    self.wasInterrupted = wasInterrupted
  }
}
