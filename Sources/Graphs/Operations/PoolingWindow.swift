/// The window of a pooling operation, over the spatial axes of `[N, C, spatial…]`.
public struct PoolingWindow: Hashable, Sendable {
  public var kernel: [Int]
  public var strides: [Int]
  public var padBefore: [Int]
  public var padAfter: [Int]
  public var dilations: [Int]
  /// The spatial extents of the output are rounded up rather than down.
  ///
  /// A window that would begin beyond the input and
  /// its leading padding is dropped (as in PyTorch and ONNX opset 19+).
  public var roundsUp: Bool

  public init(
    kernel: [Int], strides: [Int], padBefore: [Int], padAfter: [Int], dilations: [Int], roundsUp: Bool = false
  ) {
    self.kernel = kernel
    self.strides = strides
    self.padBefore = padBefore
    self.padAfter = padAfter
    self.dilations = dilations
    self.roundsUp = roundsUp
  }
}

extension Operation {
  /// The shape of the result of pooling `[N, C, spatial…]`.
  func pooledShape(of shape: [Int], _ window: PoolingWindow) throws(ShapeError) -> [Int] {
    try check((3...5).contains(shape.count), "expected x of shape [N, C, spatial…] with 1 to 3 axes, got \(shape)")
    let spatial = try windowExtents(
      of: Array(shape.dropFirst(2)), kernel: window.kernel, strides: window.strides, padBefore: window.padBefore,
      padAfter: window.padAfter, dilations: window.dilations, roundsUp: window.roundsUp)
    // A window that sees nothing but padding has no largest value and no mean.
    for axis in spatial.indices {
      try check(
        max(window.padBefore[axis], window.padAfter[axis]) <= window.dilations[axis] * (window.kernel[axis] - 1),
        "padding \(window.padBefore[axis]), \(window.padAfter[axis]) along spatial axis \(axis) must be smaller than "
          + "the window of \(window.kernel[axis])")
    }
    return [shape[0], shape[1]] + spatial
  }
}
