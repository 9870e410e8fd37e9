public import Attacks
public import Tensors

/// One minus the soft Dice overlap, image by image.
///
///     D_c = (2 Σ p_c t_c + s) / (Σ p_c + Σ t_c + s),   l = 1 − Σ_c w_c D_c / Σ_c w_c,   L = mean of l over images
///
/// `p` is the softmax over the classes, or the sigmoid of a single logit; `t` is 1 where the class is true. Void
/// positions are left out of every sum. A class that is nowhere, in truth or prediction, has an overlap of 1. Milletari,
/// Navab, Ahmadi, 2016, arXiv:1606.04797, without squares.
///
/// | | shape |
/// |---|---|
/// | logits | `[N, C, H, W]`, or `[N, 1, H, W]`: every class above 0 counts as the object |
/// | targets | N of `H · W` positions |
public struct DiceLoss: Sendable, Codable, Equatable {
  /// `s`: keeps the quotient defined where neither mask has the class.
  public var smoothing: Double
  /// `w`, one a class, background first, not negative; nil for 0 (background) and 1 each.
  public var classWeights: [Double]?

  public init(smoothing: Double = 1, classWeights: [Double]? = nil) {
    self.smoothing = smoothing
    self.classWeights = classWeights
  }

  /// - Returns: one value a sample, whose mean is the loss of the batch, and the derivative of that mean.
  public func callAsFunction(_ logits: Tensor, _ targets: [TrainingTarget]) -> LossEvaluation {
    let grid = LogitGrid(logits, targets)
    let weights = weights(classCount: grid.classCount)
    precondition(weights.count == grid.classCount, "DiceLoss: \(weights.count) weights for \(logits.shape)")
    var values: [Double] = []
    var cotangent = Tensor(shape: logits.shape)
    logits.withUnsafeScalars { scalars in
      cotangent.withUnsafeMutableScalars { gradient in
        for sample in 0..<grid.sampleCount {
          let classes = Self.planes(targets[sample], grid)
          let probabilities = Self.probabilities(scalars, sample, grid)
          let slopes = overlap(probabilities, classes, weights, grid)
          values.append(slopes.loss)
          Self.pullBack(slopes, probabilities, classes, &gradient, sample, grid)
        }
      }
    }
    return LossEvaluation(values: values, cotangent: cotangent)
  }

  private func weights(classCount: Int) -> [Double] {
    if let classWeights { return classWeights }
    return classCount == 1 ? [1] : [0] + [Double](repeating: 1, count: classCount - 1)
  }

  /// Which plane of the logits should be high at each position; negative where none counts, or none has to be.
  private static func planes(_ target: TrainingTarget, _ grid: LogitGrid) -> [Int32] {
    guard grid.classCount == 1 else { return target.classes }
    return target.classes.map { $0 < 0 ? $0 : $0 > 0 ? 0 : 1 }
  }

  /// `p`, class after class.
  private static func probabilities(_ logits: UnsafeBufferPointer<Float>, _ sample: Int, _ grid: LogitGrid) -> [Double]
  {
    let positions = grid.positionCount
    if grid.classCount == 1 {
      return (0..<positions).map { sigmoid(Double(logits[grid.offset(sample: sample, position: $0)])) }
    }
    var result = [Double](repeating: 0, count: grid.classCount * positions)
    var softmax = Softmax(classCount: grid.classCount)
    for position in 0..<positions {
      softmax.load(logits, first: grid.offset(sample: sample, position: position), stride: positions)
      for index in 0..<grid.classCount { result[index * positions + position] = softmax.probabilities[index] }
    }
    return result
  }

  /// `∂l/∂p` at a position is `inside` of the class where the class is true, `outside` elsewhere.
  private struct Slopes {
    var loss = 1.0
    var inside: [Double]
    var outside: [Double]
  }

  private func overlap(
    _ probabilities: [Double], _ classes: [Int32], _ weights: [Double], _ grid: LogitGrid
  ) -> Slopes {
    let zeros = [Double](repeating: 0, count: grid.classCount)
    var slopes = Slopes(inside: zeros, outside: zeros)
    let total = weights.reduce(0, +)
    for index in 0..<grid.classCount where weights[index] > 0 {
      var (common, sum) = (0.0, 0.0)
      for position in 0..<grid.positionCount where classes[position] >= 0 {
        let p = probabilities[index * grid.positionCount + position]
        let isTrue = classes[position] == Int32(index)
        sum += p + (isTrue ? 1 : 0)
        if isTrue { common += p }
      }
      let (share, numerator, denominator) = (weights[index] / total, 2 * common + smoothing, sum + smoothing)
      // Nothing counted and no smoothing: nothing to get wrong.
      guard denominator > 0 else {
        slopes.loss -= share
        continue
      }
      slopes.loss -= share * numerator / denominator
      let scale = share / (denominator * denominator)
      slopes.inside[index] = (numerator - 2 * denominator) * scale
      slopes.outside[index] = numerator * scale
    }
    return slopes
  }

  /// Through the softmax `∂l/∂z_j = p_j (g_j − Σ_c g_c p_c)`; of the sigmoid the sum has one term: `g p (1 − p)`.
  private static func pullBack(
    _ slopes: Slopes, _ probabilities: [Double], _ classes: [Int32],
    _ gradient: inout UnsafeMutableBufferPointer<Float>, _ sample: Int, _ grid: LogitGrid
  ) {
    let (positions, share) = (grid.positionCount, 1 / Double(grid.sampleCount))
    func slope(_ index: Int, _ position: Int) -> Double {
      classes[position] == Int32(index) ? slopes.inside[index] : slopes.outside[index]
    }
    for position in 0..<positions where classes[position] >= 0 {
      let first = grid.offset(sample: sample, position: position)
      var mean = 0.0
      for index in 0..<grid.classCount { mean += slope(index, position) * probabilities[index * positions + position] }
      for index in 0..<grid.classCount {
        let p = probabilities[index * positions + position]
        gradient[first + index * positions] = Float(p * (slope(index, position) - mean) * share)
      }
    }
  }
}
