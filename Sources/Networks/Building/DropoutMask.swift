public import Graphs

/// An input of a training graph that is multiplied into activations.
///
/// Before each step the training loop fills it: each element is 0 with probability `rate`, else `1/(1 − rate)`. Dropout
/// has a mask of the activation's shape; spatial dropout (Tompson et al., 2015, arXiv:1411.4280) one of `[N, C, 1, …]`,
/// so that whole channels go.
public struct DropoutMask: Sendable, Equatable {
  public let input: ValueID
  /// In `[0, 1)`.
  public let rate: Float
  /// With the batch.
  public let shape: [Int]

  public init(input: ValueID, rate: Float, shape: [Int]) {
    self.input = input
    self.rate = rate
    self.shape = shape
  }
}
