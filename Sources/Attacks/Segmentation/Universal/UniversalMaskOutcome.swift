public import Tensors

/// What a universal attack found.
public struct UniversalMaskOutcome: Sendable {
  /// In the shape of one input; add it with `UniversalMaskAttack.apply`.
  public let perturbation: Tensor
  /// The images with the perturbation, in the order of the problems.
  public let outcomes: [MaskOutcome]
  /// The step whose perturbation is returned.
  public let bestStep: Int
  /// How much is attained before each step and after the last, mean over the images.
  public let course: [Double]
  public let wasInterrupted: Bool
}
