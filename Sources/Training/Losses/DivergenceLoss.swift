internal import Foundation
public import Tensors

/// The Kullback-Leibler divergence of two predictions: what TRADES adds to the loss.
///
///     KL(p ‖ q) = Σ_c p_c (ln p_c − ln q_c),   p = softmax(clean), q = softmax(perturbed)
///     ∂/∂perturbed = q − p,   ∂/∂clean_j = p_j ((ln p_j − ln q_j) − KL)
///
/// averaged over samples and positions; one logit `z` per position stands for the two logits `(0, z)`. Zhang et al.,
/// 2019, arXiv:1901.08573, equation 5.
public enum DivergenceLoss {
  /// One value a sample, whose mean is the divergence of the batch, and the derivatives of that mean.
  public struct Evaluation: Sendable, Equatable {
    public let values: [Double]
    public let clean: Tensor
    public let perturbed: Tensor
  }

  /// - Parameters: two batches of logits of one shape, `[N, C]` or `[N, C, H, W]`.
  public static func evaluate(clean: Tensor, perturbed: Tensor) -> Evaluation {
    precondition(clean.shape == perturbed.shape, "DivergenceLoss: \(clean.shape) against \(perturbed.shape)")
    let grid = LogitGrid(clean)
    var values = [Double](repeating: 0, count: grid.sampleCount)
    var (cleanCotangent, perturbedCotangent) = (Tensor(shape: clean.shape), Tensor(shape: clean.shape))
    let share = 1 / Double(max(grid.sampleCount * grid.positionCount, 1))
    clean.withUnsafeScalars { cleanLogits in
      perturbed.withUnsafeScalars { perturbedLogits in
        cleanCotangent.withUnsafeMutableScalars { cleanGradient in
          perturbedCotangent.withUnsafeMutableScalars { perturbedGradient in
            for sample in 0..<grid.sampleCount {
              for position in 0..<grid.positionCount {
                let place = Place(first: grid.offset(sample: sample, position: position), grid: grid, share: share)
                values[sample] += place.add(cleanLogits, perturbedLogits, &cleanGradient, &perturbedGradient)
              }
            }
          }
        }
      }
    }
    let scale = 1 / Double(max(grid.positionCount, 1))
    return Evaluation(values: values.map { $0 * scale }, clean: cleanCotangent, perturbed: perturbedCotangent)
  }

  /// One position of one sample.
  private struct Place {
    let first: Int
    let grid: LogitGrid
    let share: Double

    func add(
      _ clean: UnsafeBufferPointer<Float>, _ perturbed: UnsafeBufferPointer<Float>,
      _ cleanGradient: inout UnsafeMutableBufferPointer<Float>,
      _ perturbedGradient: inout UnsafeMutableBufferPointer<Float>
    ) -> Double {
      grid.classCount == 1
        ? addSingle(Double(clean[first]), Double(perturbed[first]), &cleanGradient, &perturbedGradient)
        : addClasses(clean, perturbed, &cleanGradient, &perturbedGradient)
    }

    private func addSingle(
      _ clean: Double, _ perturbed: Double, _ cleanGradient: inout UnsafeMutableBufferPointer<Float>,
      _ perturbedGradient: inout UnsafeMutableBufferPointer<Float>
    ) -> Double {
      let (p, q) = (sigmoid(clean), sigmoid(perturbed))
      cleanGradient[first] = Float(p * (1 - p) * (clean - perturbed) * share)
      perturbedGradient[first] = Float((q - p) * share)
      // ln σ(z) = −ln(1 + exp(−z)) without overflow.
      func logSigmoid(_ z: Double) -> Double { min(z, 0) - log1p(exp(-abs(z))) }
      return p * (logSigmoid(clean) - logSigmoid(perturbed)) + (1 - p) * (logSigmoid(-clean) - logSigmoid(-perturbed))
    }

    private func addClasses(
      _ clean: UnsafeBufferPointer<Float>, _ perturbed: UnsafeBufferPointer<Float>,
      _ cleanGradient: inout UnsafeMutableBufferPointer<Float>,
      _ perturbedGradient: inout UnsafeMutableBufferPointer<Float>
    ) -> Double {
      var (p, q) = (Softmax(classCount: grid.classCount), Softmax(classCount: grid.classCount))
      p.load(clean, first: first, stride: grid.positionCount)
      q.load(perturbed, first: first, stride: grid.positionCount)
      func difference(_ index: Int) -> Double {
        let place = first + index * grid.positionCount
        return (Double(clean[place]) - p.logSum) - (Double(perturbed[place]) - q.logSum)
      }
      let value = (0..<grid.classCount).reduce(0.0) { $0 + p.probabilities[$1] * difference($1) }
      for index in 0..<grid.classCount {
        let place = first + index * grid.positionCount
        cleanGradient[place] = Float(p.probabilities[index] * (difference(index) - value) * share)
        perturbedGradient[place] = Float((q.probabilities[index] - p.probabilities[index]) * share)
      }
      return value
    }
  }
}
