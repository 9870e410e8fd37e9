import Tensors

/// Input that does not fit a model.
struct InputMismatch: Error, CustomStringConvertible {
  let source: String
  let found: [Int]
  let expected: [Int]

  var description: String {
    "\(source) has the shape \(found); the model takes samples of \(expected), or a batch [N] + \(expected)"
  }
}

extension Tensor {
  /// The tensor as a batch of samples of `shape`: it may be one sample already, with or without the batch axis.
  func batch(of shape: [Int], source: String) throws -> Tensor {
    if self.shape == shape { return reshaped([1] + shape) }
    guard rank == shape.count + 1, sampleShape == shape, batchCount > 0 else {
      throw InputMismatch(source: source, found: self.shape, expected: shape)
    }
    return self
  }
}
