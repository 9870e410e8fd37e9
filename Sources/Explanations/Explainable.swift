public import Tensors

/// A model that shows what happens inside it: a named layer's activation, and the gradient that arrives there.
public protocol Explainable: AnyObject {
  /// One forward and one backward pass, as `Victim.logitsAndGradient`, with a layer's activation and the derivative of
  /// `Σ cotangent · logits` with respect to it.
  ///
  /// - Parameters:
  ///   - inputs: a batch of inputs, `[N] + shape`.
  ///   - layer: a layer's name; nil for the last convolution.
  ///   - cotangent: makes a cotangent of the logits' shape.
  /// - Returns: the logits `[N] + …`; activation and gradient of one shape, `[A, C] + positions`, with
  ///   `A = N`, or `A` a multiple of it where the model folds time into the batch; the name of the layer used.
  /// - Throws: when there is no such layer.
  func activationsAndGradients(
    at inputs: Tensor, layer: String?, cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, activation: Tensor, gradient: Tensor, layer: String)
}
