public import Tensors

/// The length of all gradients together, and the factor that clips it.
public enum GradientNorm {
  /// `√Σg²` over all tensors, summed in `Double`.
  public static func global(_ gradients: [Tensor]) -> Double {
    var total = 0.0
    for gradient in gradients {
      gradient.withUnsafeScalars { scalars in
        for value in scalars { total += Double(value) * Double(value) }
      }
    }
    return total.squareRoot()
  }

  /// What every gradient is multiplied by so that the norm is at most `limit`; as PyTorch's `clip_grad_norm_`.
  ///
  /// Pascanu, Mikolov, Bengio, 2013, arXiv:1211.5063.
  public static func clippingScale(norm: Double, limit: Double?) -> Float {
    guard let limit else { return 1 }
    return Float(min(1, limit / (norm + 1e-6)))
  }
}
