import Tensors

/// An operation that writes each output as a weighted sum of inputs: rearrangements, paddings, interpolations, means.
///
/// Its entries define it, and the same entries transposed define its gradient: an adjoint is nothing else.
protocol SparseLinearMap {
  /// Visits every (output, input, weight) that is not zero, as places in the flat arrays.
  func forEachEntry(from input: [Int], to output: [Int], _ body: (_ out: Int, _ in: Int, _ weight: Double) -> Void)
}

extension SparseLinearMap {
  func applied(to x: DoubleTensor, _ outputShape: [Int]) -> DoubleTensor {
    var y = DoubleTensor(shape: outputShape)
    forEachEntry(from: x.shape, to: outputShape) { y.scalars[$0] += $2 * x.scalars[$1] }
    return y
  }

  func adjoint(appliedTo dy: DoubleTensor, _ inputShape: [Int]) -> DoubleTensor {
    var dx = DoubleTensor(shape: inputShape)
    forEachEntry(from: inputShape, to: dy.shape) { dx.scalars[$1] += $2 * dy.scalars[$0] }
    return dx
  }
}
