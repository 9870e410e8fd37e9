/// What makes one success better than another; among failures it is always the loss.
public enum Merit: Sendable, Hashable {
  /// The larger loss: attacks of a fixed size.
  case loss
  /// The shorter perturbation: attacks that look for the smallest one.
  ///
  /// Nothing longer than `limit` counts, success or not.
  case shortness(Norm, limit: Float?)
}
