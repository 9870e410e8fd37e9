/// The window of a pooling operation, over the spatial axes of `[N, C, spatial…]`.
public struct PoolingWindow: Hashable, Sendable {
  public var kernel: [Int]
  public var strides: [Int]
  public var padBefore: [Int]
  public var padAfter: [Int]
  public var dilations: [Int]
  /// The spatial extents of the output are rounded up rather than down. A window that would begin beyond the input and
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

/// The largest value of each window; padding counts as −∞.
public struct MaxPool: Hashable, Sendable {
  public let window: PoolingWindow
  public init(_ window: PoolingWindow) { self.window = window }
}

/// Sends each cotangent to the first largest element of its window (row-major order). Inputs (x, y, dy).
public struct MaxPoolGradient: Hashable, Sendable {
  public let window: PoolingWindow
  public init(_ window: PoolingWindow) { self.window = window }
}

/// The mean of each window.
public struct AveragePool: Hashable, Sendable {
  public let window: PoolingWindow
  /// Whether explicit padding counts in the divisor (the extra reach of `roundsUp` never does).
  public let countsPadding: Bool

  public init(_ window: PoolingWindow, countsPadding: Bool) {
    self.window = window
    self.countsPadding = countsPadding
  }
}

/// Input `dy`; output `[N, C] + inputExtents`.
public struct AveragePoolGradient: Hashable, Sendable {
  public let window: PoolingWindow
  public let countsPadding: Bool
  public let inputExtents: [Int]

  public init(_ window: PoolingWindow, countsPadding: Bool, inputExtents: [Int]) {
    self.window = window
    self.countsPadding = countsPadding
    self.inputExtents = inputExtents
  }
}
