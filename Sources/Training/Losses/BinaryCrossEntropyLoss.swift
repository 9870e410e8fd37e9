public import Attacks
internal import Foundation
public import Tensors

/// Cross-entropy of one logit per position against classes 0 and 1.
///
///     l = max(z, 0) − z t + ln(1 + exp(−|z|))      (t = 1: times the positive weight)
///     L = mean of l over all positions of the batch that are not void,   ∂l/∂z = σ(z) − t
///
/// The same as PyTorch's `BCEWithLogitsLoss(pos_weight)`.
///
/// | | shape |
/// |---|---|
/// | logits | `[N, 1]`, or `[N, 1, H, W]` |
/// | targets | N of 1 position, or of `H · W`; every class above 0 counts as 1 |
public struct BinaryCrossEntropyLoss: Sendable, Codable, Equatable {
  /// How much more a missed foreground position costs than a missed background position.
  public var positiveWeight: Double

  public init(positiveWeight: Double = 1) { self.positiveWeight = positiveWeight }

  /// - Returns: one value a sample, whose mean is the loss of the batch, and the derivative of that mean.
  public func callAsFunction(_ logits: Tensor, _ targets: [TrainingTarget]) -> LossEvaluation {
    let grid = LogitGrid(logits, targets)
    precondition(grid.classCount == 1, "BinaryCrossEntropyLoss: expected one logit per position, is \(logits.shape)")
    let counted = targets.reduce(0) { $0 + $1.classes.count { $0 >= 0 } }
    var values = [Double](repeating: 0, count: grid.sampleCount)
    var cotangent = Tensor(shape: logits.shape)
    guard counted > 0 else { return LossEvaluation(values: values, cotangent: cotangent) }
    logits.withUnsafeScalars { scalars in
      cotangent.withUnsafeMutableScalars { gradient in
        for sample in 0..<grid.sampleCount {
          for position in 0..<grid.positionCount where targets[sample].classes[position] >= 0 {
            let place = grid.offset(sample: sample, position: position)
            let (value, slope) = term(Double(scalars[place]), isTrue: targets[sample].classes[position] > 0)
            values[sample] += value
            gradient[place] = Float(slope / Double(counted))
          }
        }
      }
    }
    let share = Double(grid.sampleCount) / Double(counted)
    return LossEvaluation(values: values.map { $0 * share }, cotangent: cotangent)
  }

  /// `−ln σ(z)` where the class is true, `−ln(1 − σ(z))` where it is not, and the derivative.
  private func term(_ z: Double, isTrue: Bool) -> (value: Double, slope: Double) {
    let tail = log1p(exp(-abs(z)))
    guard isTrue else { return (max(z, 0) + tail, sigmoid(z)) }
    return (positiveWeight * (max(-z, 0) + tail), positiveWeight * (sigmoid(z) - 1))
  }
}
