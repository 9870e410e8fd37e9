public import Attacks
public import Tensors

/// What SegPGD raises in one of its steps, for a batch: `PixelLoss.balancedCrossEntropy` of each sample by itself.
///
///     l = (1 − λ) / M Σ_right (−ln p_y) + λ / M Σ_wrong (−ln p_y),   λ = t / 2T,   t = 0 … T − 1
///
/// over the M positions of a sample that are not void; a position is right where the largest logit is that of its class. At
/// first only right positions are pushed; at the end wrong ones, which might come back, count nearly as much. One logit `z`
/// stands for the two logits `(0, z)`. Gu, Zhao, Tresp and Torr, 2022, arXiv:2207.12391 (whose t begins at 1:
/// λ = (t − 1) / 2T).
///
/// | | shape |
/// |---|---|
/// | logits | `[N, C, H, W]`, `[N, 1, H, W]`, or `[N, K]` |
/// | targets | N of `H · W`, or of 1 position |
public struct SegPGDLoss: Sendable, Equatable {
  /// `t / T`, in `0..<1`.
  public let progress: Double

  /// - Parameters:
  ///   - step: from 0.
  ///   - stepCount: T.
  public init(step: Int, of stepCount: Int) { progress = Double(step) / Double(max(stepCount, 1)) }

  /// - Returns: one value a sample, and the derivative of their sum: samples are attacked each for itself.
  public func callAsFunction(_ logits: Tensor, _ targets: [TrainingTarget]) -> LossEvaluation {
    let grid = LogitGrid(logits, targets)
    var (values, cotangent): ([Double], [Float]) = ([], [])
    for (sample, target) in zip(logits.samples, targets) {
      let found = PixelLoss.balancedCrossEntropy(
        Self.twoClasses(sample, grid), goal: Self.goal(target, grid), progress: progress)
      values.append(found.value)
      cotangent += found.cotangent.scalars.suffix(sample.count)
    }
    return LossEvaluation(values: values, cotangent: Tensor(shape: logits.shape, scalars: cotangent))
  }

  /// `[C, 1, positions]`, with a plane of zeros before a single logit; its derivative is left out afterwards.
  private static func twoClasses(_ logits: Tensor, _ grid: LogitGrid) -> Tensor {
    let added = grid.classCount == 1 ? [Float](repeating: 0, count: grid.positionCount) : []
    return Tensor(shape: [max(grid.classCount, 2), 1, grid.positionCount], scalars: added + logits.scalars)
  }

  private static func goal(_ target: TrainingTarget, _ grid: LogitGrid) -> MaskGoal {
    let classes = target.classes.map { grid.classCount == 1 ? min(Int($0), 1) : Int($0) }
    return MaskGoal(
      target: classes, height: 1, width: grid.positionCount, classCount: max(grid.classCount, 2),
      ignoredLabel: Int(TrainingTarget.void), aim: .destroy)
  }
}
