public import Graphs

/// Layers without parameters.
extension NetworkBuilder {
  public mutating func activation(_ activation: Activation, _ x: ValueID, name: String) throws -> ValueID {
    try graph(Unary(activation.function), x, name: name)
  }

  public mutating func relu(_ x: ValueID, name: String) throws -> ValueID {
    try activation(.relu, x, name: name)
  }

  /// Zeroes elements with probability `rate` while training; nothing in the other forms.
  public mutating func dropout(_ x: ValueID, rate: Float, name: String) throws -> ValueID {
    try masked(x, rate: rate, shape: shape(of: x), name: name)
  }

  /// Zeroes whole channels of `[N, C, …]` with probability `rate` while training; nothing in the other forms.
  public mutating func spatialDropout(_ x: ValueID, rate: Float, name: String) throws -> ValueID {
    let shape = shape(of: x)
    return try masked(x, rate: rate, shape: Array(shape.prefix(2)) + shape.dropFirst(2).map { _ in 1 }, name: name)
  }

  private mutating func masked(_ x: ValueID, rate: Float, shape: [Int], name: String) throws -> ValueID {
    guard (0..<1).contains(rate) else {
      throw NetworkError(
        "layer '\(name)' drops with probability \(rate)", hint: "take a rate of at least 0 and below 1")
    }
    guard case .training = form, rate > 0 else { return x }
    let mask = mask(name, rate: rate, shape: shape)
    return try graph(Binary(.multiply), x, mask, name: name)
  }

  /// The largest of each window; windows do not overlap, and what does not fill one at the end is left out.
  ///
  /// The value itself where every entry of `kernel` is 1.
  public mutating func maxPool(_ x: ValueID, kernel: [Int], name: String) throws -> ValueID {
    if kernel.allSatisfy({ $0 == 1 }) { return x }
    return try graph(MaxPool(window(kernel)), x, name: name)
  }

  /// The mean of each window; windows do not overlap, and what does not fill one at the end is left out.
  ///
  /// The value itself where every entry of `kernel` is 1.
  public mutating func averagePool(_ x: ValueID, kernel: [Int], name: String) throws -> ValueID {
    if kernel.allSatisfy({ $0 == 1 }) { return x }
    return try graph(AveragePool(window(kernel), countsPadding: false), x, name: name)
  }

  private func window(_ kernel: [Int]) -> PoolingWindow {
    let zeros = kernel.map { _ in 0 }
    return PoolingWindow(
      kernel: kernel, strides: kernel, padBefore: zeros, padAfter: zeros, dilations: kernel.map { _ in 1 })
  }

  /// The mean over these axes, which go.
  public mutating func mean(_ x: ValueID, over axes: [Int], name: String) throws -> ValueID {
    try graph(Reduction(.mean, axes: axes, keepsAxes: false), x, name: name)
  }

  /// `[N, C, …]` to `[N, C]`: the mean over all positions.
  public mutating func globalMean(_ x: ValueID, name: String) throws -> ValueID {
    try mean(x, over: Array(2..<max(2, shape(of: x).count)), name: name)
  }

  public mutating func add(_ left: ValueID, _ right: ValueID, name: String) throws -> ValueID {
    try graph(Binary(.add), left, right, name: name)
  }

  public mutating func multiply(_ left: ValueID, _ right: ValueID, name: String) throws -> ValueID {
    try graph(Binary(.multiply), left, right, name: name)
  }

  public mutating func concatenate(_ values: [ValueID], axis: Int, name: String) throws -> ValueID {
    try graph.append(Concatenation(axis: axis), values, name: name)[0]
  }

  public mutating func transpose(_ x: ValueID, _ permutation: [Int], name: String) throws -> ValueID {
    try graph(Transpose(permutation), x, name: name)
  }

  public mutating func reshape(_ x: ValueID, to shape: [Int], name: String) throws -> ValueID {
    try graph(Reshape(to: shape), x, name: name)
  }

  /// `[N, …]` to `[N, features]`.
  public mutating func flatten(_ x: ValueID, name: String) throws -> ValueID {
    let shape = shape(of: x)
    return try reshape(x, to: [shape[0], shape.dropFirst().reduce(1, *)], name: name)
  }

  /// Elements `range` along one axis, everything along the others.
  public mutating func slice(_ x: ValueID, axis: Int, _ range: Range<Int>, name: String) throws -> ValueID {
    var (starts, extents) = (shape(of: x).map { _ in 0 }, shape(of: x))
    guard extents.indices.contains(axis) else {
      throw NetworkError("layer '\(name)' cuts axis \(axis) of \(extents)", hint: "take an axis that exists")
    }
    (starts[axis], extents[axis]) = (range.lowerBound, range.count)
    return try graph(Slice(starts: starts, steps: starts.map { _ in 1 }, extents: extents), x, name: name)
  }

  /// Any operation with one result.
  public mutating func apply(_ operation: any Operation, _ inputs: [ValueID], name: String) throws -> ValueID {
    try graph.append(operation, inputs, name: name)[0]
  }
}
