public import Attacks
public import Tensors

/// One minus the soft Dice overlap of the foreground classes, image by image.
///
///     D_c = (2 Σ p_c t_c + s) / (Σ p_c + Σ t_c + s),   l = 1 − mean of D_c over c ≥ 1,   L = mean of l over images
///
/// `p` is the softmax over the classes, or the sigmoid of a single logit; `t` is 1 where the class is true. Void
/// positions are left out of every sum. Milletari, Navab, Ahmadi, 2016, arXiv:1606.04797, without squares.
///
/// | | shape |
/// |---|---|
/// | logits | `[N, C, H, W]`, or `[N, 1, H, W]` |
/// | targets | N of `H · W` positions |
public struct DiceLoss: Sendable, Codable, Equatable {
  /// `s`: keeps the quotient defined where neither mask has the class.
  public var smoothing: Double

  public init(smoothing: Double = 1) { self.smoothing = smoothing }

  /// - Returns: one value a sample, whose mean is the loss of the batch, and the derivative of that mean.
  public func callAsFunction(_ logits: Tensor, _ targets: [TrainingTarget]) -> LossEvaluation {
    let grid = LogitGrid(logits, targets)
    var values: [Double] = []
    var cotangent = Tensor(shape: logits.shape)
    logits.withUnsafeScalars { scalars in
      cotangent.withUnsafeMutableScalars { gradient in
        for sample in 0..<grid.sampleCount {
          let probabilities = Self.probabilities(scalars, sample, grid)
          let slopes = overlap(probabilities, targets[sample].classes, grid)
          values.append(slopes.loss)
          Self.pullBack(slopes, probabilities, targets[sample].classes, &gradient, sample, grid)
        }
      }
    }
    return LossEvaluation(values: values, cotangent: cotangent)
  }

  /// `p` of the foreground classes, class after class.
  private static func probabilities(_ logits: UnsafeBufferPointer<Float>, _ sample: Int, _ grid: LogitGrid) -> [Double]
  {
    let positions = grid.positionCount
    if grid.classCount == 1 {
      return (0..<positions).map { sigmoid(Double(logits[grid.offset(sample: sample, position: $0)])) }
    }
    var result = [Double](repeating: 0, count: (grid.classCount - 1) * positions)
    var softmax = Softmax(classCount: grid.classCount)
    for position in 0..<positions {
      softmax.load(logits, first: grid.offset(sample: sample, position: position), stride: positions)
      for index in 1..<grid.classCount {
        result[(index - 1) * positions + position] = softmax.probabilities[index]
      }
    }
    return result
  }

  /// `∂l/∂p` at a position is `inside` of the class where the class is true, `outside` elsewhere.
  private struct Slopes {
    var loss = 1.0
    var inside: [Double] = []
    var outside: [Double] = []
  }

  private func overlap(_ probabilities: [Double], _ classes: [Int32], _ grid: LogitGrid) -> Slopes {
    let foreground = max(grid.classCount - 1, 1)
    var slopes = Slopes()
    for index in 0..<foreground {
      var (common, sum) = (0.0, 0.0)
      for position in 0..<grid.positionCount where classes[position] >= 0 {
        let p = probabilities[index * grid.positionCount + position]
        let isTrue = classes[position] == Int32(index + 1)
        sum += p + (isTrue ? 1 : 0)
        if isTrue { common += p }
      }
      let (numerator, denominator) = (2 * common + smoothing, sum + smoothing)
      // Nothing counted and no smoothing: nothing to get wrong.
      guard denominator > 0 else {
        slopes.loss -= 1 / Double(foreground)
        slopes.inside.append(0)
        slopes.outside.append(0)
        continue
      }
      slopes.loss -= numerator / denominator / Double(foreground)
      let scale = 1 / (denominator * denominator * Double(foreground))
      slopes.inside.append((numerator - 2 * denominator) * scale)
      slopes.outside.append(numerator * scale)
    }
    return slopes
  }

  /// Through the softmax `∂l/∂z_j = p_j (g_j − Σ_c g_c p_c)`, or the sigmoid `g p (1 − p)`; background has `g = 0`.
  private static func pullBack(
    _ slopes: Slopes, _ probabilities: [Double], _ classes: [Int32],
    _ gradient: inout UnsafeMutableBufferPointer<Float>, _ sample: Int, _ grid: LogitGrid
  ) {
    let (positions, share) = (grid.positionCount, 1 / Double(grid.sampleCount))
    for position in 0..<positions where classes[position] >= 0 {
      let first = grid.offset(sample: sample, position: position)
      var (mean, rest) = (0.0, 1.0)
      for index in slopes.inside.indices {
        let p = probabilities[index * positions + position]
        let slope = classes[position] == Int32(index + 1) ? slopes.inside[index] : slopes.outside[index]
        mean += slope * p
        rest -= p
      }
      if grid.classCount > 1 { gradient[first] = Float(-rest * mean * share) }
      for index in slopes.inside.indices {
        let p = probabilities[index * positions + position]
        let slope = classes[position] == Int32(index + 1) ? slopes.inside[index] : slopes.outside[index]
        let place = grid.classCount > 1 ? first + (index + 1) * positions : first
        gradient[place] = Float(p * (slope - mean) * share)
      }
    }
  }
}
