import Tensors

/// Input that does not fit a model.
struct InputMismatch: Error, CustomStringConvertible {
  let source: String
  let found: [Int]
  let expected: [Int]
  /// Where a whole batch could have been given.
  var acceptsBatch = false
  /// What to do.
  var advice: String?

  var description: String {
    let batch = acceptsBatch ? ", or a batch [N] + \(expected)" : ""
    return "\(source) has the shape \(found); the model takes samples of \(expected)\(batch)"
      + (advice.map { "; \($0)" } ?? "")
  }
}

/// Values that no model gives a meaning to.
struct NotFinite: Error, CustomStringConvertible {
  let source: String
  let value: Float
  let place: [Int]

  var description: String { "\(source): the value at \(place) is \(value); replace NaN and infinity by numbers" }
}

extension Tensor {
  /// The tensor as a batch of samples of `shape`: it may be one sample already, with or without the batch axis.
  ///
  /// - Throws: `InputMismatch`, or `NotFinite`.
  func batch(of shape: [Int], source: String) throws -> Tensor {
    try requireFinite(source)
    if self.shape == shape { return reshaped([1] + shape) }
    guard rank == shape.count + 1, sampleShape == shape, batchCount > 0 else {
      throw InputMismatch(source: source, found: self.shape, expected: shape, acceptsBatch: true)
    }
    return self
  }

  private func requireFinite(_ source: String) throws {
    guard let index = scalars.firstIndex(where: { !$0.isFinite }) else { return }
    let place = zip(shape.rowMajorStrides, shape).map { index / $0 % $1 }
    throw NotFinite(source: source, value: scalars[index], place: place)
  }
}
