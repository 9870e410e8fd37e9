public import Attacks
internal import Foundation
public import Tensors

/// What SegPGD raises in one of its steps: cross-entropy in which right and wrong positions have weights of their own.
///
///     l = (1 − λ) / M Σ_right (−ln p_y) + λ / M Σ_wrong (−ln p_y),   λ = t / 2T,   t = 0 … T − 1
///
/// over the M positions of a sample that are not void; a position is right where the largest logit is that of its class.
/// At first only right positions are pushed; at the end wrong ones, which might come back, count nearly as much. The weights
/// are not differentiated. One logit `z` stands for the two logits `(0, z)`. Gu, Zhao, Tresp and Torr, 2022,
/// arXiv:2207.12391, equations 3 to 5 (with their t from 1: λ = (t − 1) / 2T).
///
/// | | shape |
/// |---|---|
/// | logits | `[N, C, H, W]`, `[N, 1, H, W]`, or `[N, K]` |
/// | targets | N of `H · W`, or of 1 position |
public struct SegPGDLoss: Sendable, Equatable {
  /// λ, in `0..<½`.
  public let wrongWeight: Double

  /// - Parameters:
  ///   - step: from 0.
  ///   - stepCount: T.
  public init(step: Int, of stepCount: Int) { wrongWeight = Double(step) / Double(2 * max(stepCount, 1)) }

  /// - Returns: one value a sample, and the derivative of their sum: samples are attacked each for itself.
  public func callAsFunction(_ logits: Tensor, _ targets: [TrainingTarget]) -> LossEvaluation {
    let grid = LogitGrid(logits, targets)
    var values = [Double](repeating: 0, count: grid.sampleCount)
    var cotangent = Tensor(shape: logits.shape)
    var pair = Pair(classCount: grid.classCount)
    logits.withUnsafeScalars { scalars in
      cotangent.withUnsafeMutableScalars { gradient in
        for sample in 0..<grid.sampleCount {
          let classes = targets[sample].classes
          let share = 1 / Double(max(classes.count { $0 >= 0 }, 1))
          for position in 0..<grid.positionCount where classes[position] >= 0 {
            let first = grid.offset(sample: sample, position: position)
            pair.load(scalars, first: first, stride: grid.positionCount, label: classes[position])
            let weight = share * (pair.isRight ? 1 - wrongWeight : wrongWeight)
            values[sample] += weight * pair.value
            for index in 0..<grid.classCount {
              gradient[first + index * grid.positionCount] = Float(weight * pair.slope(index))
            }
          }
        }
      }
    }
    return LossEvaluation(values: values, cotangent: cotangent)
  }

  /// The cross-entropy of one position, for one logit or several.
  private struct Pair {
    private var softmax: Softmax
    private var label = 0
    private(set) var value = 0.0
    private(set) var isRight = false
    private let isSingle: Bool
    private var single = 0.0

    init(classCount: Int) {
      isSingle = classCount == 1
      softmax = Softmax(classCount: classCount)
    }

    mutating func load(_ logits: UnsafeBufferPointer<Float>, first: Int, stride: Int, label: Int32) {
      guard !isSingle else {
        let z = Double(logits[first])
        self.label = label > 0 ? 1 : 0
        single = sigmoid(z)
        value = max(label > 0 ? -z : z, 0) + log1p(exp(-abs(z)))
        isRight = (z > 0) == (label > 0)
        return
      }
      self.label = Int(label)
      softmax.load(logits, first: first, stride: stride)
      value = softmax.logSum - Double(logits[first + self.label * stride])
      isRight = softmax.largest == self.label
    }

    /// `∂(−ln p_y)/∂z`.
    func slope(_ index: Int) -> Double {
      isSingle ? single - Double(label) : softmax.probabilities[index] - (index == label ? 1 : 0)
    }
  }
}
