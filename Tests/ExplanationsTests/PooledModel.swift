import Explanations
import Tensors

/// Global average pooling and a linear layer over a given activation: Grad-CAM of it is the class activation map
/// (Zhou et al., 2016) up to a positive factor, `Σ_k w_ck A_k / positions`.
final class PooledModel: Explainable {
  /// `[A, C] + positions`, whatever the input.
  let activation: Tensor
  /// One row of channel weights a class.
  let weights: [[Float]]

  init(activation: Tensor, weights: [[Float]]) {
    self.activation = activation
    self.weights = weights
  }

  var channels: Int { activation.shape[1] }
  var places: Int { activation.shape.dropFirst(2).reduce(1, *) }
  var positions: Int { activation.shape[0] * places }

  func activationsAndGradients(
    at inputs: Tensor, layer: String?, cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, activation: Tensor, gradient: Tensor, layer: String) {
    let means = (0..<channels).map { channel in
      activation.scalars.indices.filter { $0 / places % channels == channel }
        .reduce(Float(0)) { $0 + activation.scalars[$1] } / Float(positions)
    }
    let logits = Tensor(
      shape: [1, weights.count], scalars: weights.map { row in zip(row, means).reduce(0) { $0 + $1.0 * $1.1 } })
    let sent = try cotangent(logits).scalars
    let gradient = activation.scalars.indices.map { index in
      let channel = index / places % channels
      return weights.indices.reduce(Float(0)) { $0 + sent[$1] * weights[$1][channel] } / Float(positions)
    }
    return (logits, activation, Tensor(shape: activation.shape, scalars: gradient), layer ?? "last")
  }
}
