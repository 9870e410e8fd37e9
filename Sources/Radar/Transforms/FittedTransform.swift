public import Tensors

/// A transform as it was applied to one sample: with the numbers that it found there, so that it can be undone.
public struct FittedTransform: Equatable, Sendable {
  let steps: [FittedStep]

  /// Stored values to model input, with the numbers of the sample that the transform was fitted to.
  public func applied(to values: Tensor) -> Tensor { steps.reduce(values) { $1.applied(to: $0) } }

  /// Model input to stored values.
  ///
  /// What `clip` cut off, what lay under the floor of `dB`, and what a background took below 0, does not come back.
  public func inverted(_ input: Tensor) -> Tensor { steps.reversed().reduce(input) { $1.inverted($0) } }
}
