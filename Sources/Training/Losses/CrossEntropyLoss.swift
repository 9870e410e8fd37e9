public import Attacks
public import Tensors

/// Softmax cross-entropy with label smoothing and class weights.
///
///     l = (1 − ε) w_y (−ln p_y) + ε/K Σ_c w_c (−ln p_c),   p = softmax(z)
///     L = Σ l / Σ w_y over all positions of the batch that are not void,   ∂l/∂z_j = p_j Σ_c a_c − a_j
///
/// with `a_c` the weight of `−ln p_c` in `l`. The same as PyTorch's `CrossEntropyLoss` (`reduction='mean'`).
/// Smoothing: Szegedy et al., 2016, arXiv:1512.00567.
///
/// | | shape |
/// |---|---|
/// | logits | `[N, K]`, or `[N, K, H, W]` |
/// | targets | N of 1 position, or of `H · W` |
public struct CrossEntropyLoss: Sendable, Codable, Equatable {
  /// ε, in `0..<1`.
  public var smoothing: Double
  /// One a class, not negative; nil for 1 each.
  public var classWeights: [Double]?

  public init(smoothing: Double = 0, classWeights: [Double]? = nil) {
    self.smoothing = smoothing
    self.classWeights = classWeights
  }

  /// - Returns: one value a sample, whose mean is the loss of the batch, and the derivative of that mean.
  public func callAsFunction(_ logits: Tensor, _ targets: [TrainingTarget]) -> LossEvaluation {
    let grid = LogitGrid(logits, targets)
    let weights = classWeights ?? [Double](repeating: 1, count: grid.classCount)
    precondition(weights.count == grid.classCount, "CrossEntropyLoss: \(weights.count) weights for \(logits.shape)")
    let total = Self.totalWeight(targets, weights)
    var values = [Double](repeating: 0, count: grid.sampleCount)
    var cotangent = Tensor(shape: logits.shape)
    guard total > 0 else { return LossEvaluation(values: values, cotangent: cotangent) }
    var softmax = Softmax(classCount: grid.classCount)
    logits.withUnsafeScalars { scalars in
      cotangent.withUnsafeMutableScalars { gradient in
        for sample in 0..<grid.sampleCount {
          for position in 0..<grid.positionCount {
            let label = Int(targets[sample].classes[position])
            guard label >= 0 else { continue }
            let first = grid.offset(sample: sample, position: position)
            softmax.load(scalars, first: first, stride: grid.positionCount)
            values[sample] += addTerm(label, weights, softmax, scalars, &gradient, first, grid.positionCount, total)
          }
        }
      }
    }
    let share = Double(grid.sampleCount) / total
    return LossEvaluation(values: values.map { $0 * share }, cotangent: cotangent)
  }

  /// One position: returns `l`, and writes `∂L/∂z`.
  private func addTerm(
    _ label: Int, _ weights: [Double], _ softmax: Softmax, _ logits: UnsafeBufferPointer<Float>,
    _ gradient: inout UnsafeMutableBufferPointer<Float>, _ first: Int, _ stride: Int, _ total: Double
  ) -> Double {
    let even = smoothing / Double(weights.count)
    var (value, sum) = (0.0, 0.0)
    for index in weights.indices {
      let share = even * weights[index] + (index == label ? (1 - smoothing) * weights[index] : 0)
      if share > 0 { value += share * (softmax.logSum - Double(logits[first + index * stride])) }
      sum += share
    }
    for index in weights.indices {
      let share = even * weights[index] + (index == label ? (1 - smoothing) * weights[index] : 0)
      gradient[first + index * stride] = Float((softmax.probabilities[index] * sum - share) / total)
    }
    return value
  }

  private static func totalWeight(_ targets: [TrainingTarget], _ weights: [Double]) -> Double {
    var total = 0.0
    for target in targets {
      for label in target.classes where label >= 0 {
        precondition(Int(label) < weights.count, "CrossEntropyLoss: class \(label) of \(weights.count)")
        total += weights[Int(label)]
      }
    }
    return total
  }
}
