/// Batch normalisation as training runs it: every channel brought to the mean and variance that `scale` and `shift` say.
///
///     y[n, c, …] = scale[c] · (x[n, c, …] − mean[c]) / √(variance[c] + epsilon) + shift[c]
///
/// | input | shape | |
/// |---|---|---|
/// | `x` | `[N, C, …]`, rank 2 to 5 | |
/// | `scale`, `shift` | `[C]` | |
/// | output `y` | as `x` | |
/// | output `mean` | `[C]` | of the batch, over all axes but the second |
/// | output `variance` | `[C]` | of the batch, biased: divided by the number of elements |
///
/// Mean and variance are taps for running statistics; they have no derivative here. Source: Ioffe and Szegedy, 2015,
/// arXiv 1502.03167.
public struct BatchNormalization: Operation, Hashable {
  public let epsilon: Float
  public init(epsilon: Float) { self.epsilon = epsilon }

  public var description: String { "BatchNormalization" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 3...3)
    let channels = try normalizedChannels(of: inputs[0])
    try check("scale", inputs[1], is: [channels])
    try check("shift", inputs[2], is: [channels])
    return [inputs[0], [channels], [channels]]
  }

  public func pullback(
    _ node: Node, cotangents: [ValueID?], wanted: [Bool], in graph: inout Graph
  ) throws -> [ValueID?] {
    guard cotangents[1] == nil, cotangents[2] == nil else {
      throw DifferentiationError(
        operation: description, reason: "its mean and variance are no results to differentiate")
    }
    guard let dy = cotangents[0] else { return [nil, nil, nil] }
    let known = [node.inputs[0], node.inputs[1], node.outputs[1], node.outputs[2]]
    let gradients = try graph.append(BatchNormalizationGradient(epsilon: epsilon), known + [dy])
    return zip(gradients, wanted).map { $1 ? $0 : nil }
  }
}

/// The gradient of `BatchNormalization` in its three inputs.
///
/// With `M` elements in a channel, `s = √(variance + epsilon)` and `x̂ = (x − mean) / s`:
///
///     dshift = Σ dy        dscale = Σ dy·x̂        dx = scale / s · (dy − dshift / M − x̂·dscale / M)
///
/// Inputs (x, scale, mean, variance, dy); outputs (dx, dscale, dshift).
public struct BatchNormalizationGradient: Operation, Hashable {
  public let epsilon: Float
  public init(epsilon: Float) { self.epsilon = epsilon }

  public var description: String { "gradient of BatchNormalization" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 5...5)
    let channels = try normalizedChannels(of: inputs[0])
    for (name, shape) in zip(["scale", "mean", "variance"], inputs[1...3]) { try check(name, shape, is: [channels]) }
    try check("dy", inputs[4], is: inputs[0])
    return [inputs[0], [channels], [channels]]
  }
}

extension Operation {
  /// The number of channels of what batch normalisation takes.
  fileprivate func normalizedChannels(of shape: [Int]) throws(ShapeError) -> Int {
    try check((2...5).contains(shape.count), "expected x of shape [N, C, …] and rank 2 to 5, got \(shape)")
    try check(!shape.contains(0), "there is nothing to take a mean of in an input of \(shape)")
    return shape[1]
  }
}
