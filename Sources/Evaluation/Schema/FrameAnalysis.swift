public import Tensors

/// The perturbation of a sequence frame by frame, beside the frames' importance to the victim.
public struct FrameAnalysis: Sendable, Codable, Equatable {
  /// One per frame; empty when the data does not say.
  public var kinds: [FrameKind]
  /// L2 norm of each frame's perturbation, over channels and cells.
  @FiniteOrNull public var perturbation: [Double]
  /// Grad-CAM importance of each frame for the clean prediction, on the clean input; empty without an explanation.
  @FiniteOrNull public var importanceBefore: [Double]
  /// The same for the adversarial prediction, on the adversarial input.
  @FiniteOrNull public var importanceAfter: [Double]
  /// Spearman's rank correlation of `perturbation` and `importanceBefore`; null when either is constant or missing.
  @FiniteOrNull public var rankCorrelation: Double

  public init(
    kinds: [FrameKind] = [], perturbation: [Double], importanceBefore: [Double] = [], importanceAfter: [Double] = [],
    rankCorrelation: Double = .nan
  ) {
    self.kinds = kinds
    self.perturbation = perturbation
    self.importanceBefore = importanceBefore
    self.importanceAfter = importanceAfter
    self.rankCorrelation = rankCorrelation
  }
}
