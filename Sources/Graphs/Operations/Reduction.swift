public enum ReductionFunction: String, Sendable, Hashable { case sum, mean, maximum, minimum }

/// Reduces over `axes` (ascending, non-negative). Ties of a maximum or minimum share the cotangent evenly (as `torch.amax`).
public struct Reduction: Hashable, Sendable {
  public let function: ReductionFunction
  public let axes: [Int]
  /// Whether reduced axes stay, with extent 1.
  public let keepsAxes: Bool

  public init(_ function: ReductionFunction, axes: [Int], keepsAxes: Bool) {
    self.function = function
    self.axes = axes
    self.keepsAxes = keepsAxes
  }
}
