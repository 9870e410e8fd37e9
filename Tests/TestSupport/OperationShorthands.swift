public import Graphs

extension PoolingWindow {
  /// Windows side by side and without padding, unless told otherwise; `after` is as `before`.
  public init(
    of kernel: [Int], strides: [Int]? = nil, before: [Int]? = nil, after: [Int]? = nil, dilations: [Int]? = nil,
    roundsUp: Bool = false
  ) {
    let zeros = kernel.map { _ in 0 }
    self.init(
      kernel: kernel, strides: strides ?? kernel, padBefore: before ?? zeros, padAfter: after ?? before ?? zeros,
      dilations: dilations ?? kernel.map { _ in 1 }, roundsUp: roundsUp)
  }
}

extension Slice {
  /// Neighbours, unless told otherwise.
  public init(_ starts: [Int], _ extents: [Int], by steps: [Int]? = nil) {
    self.init(starts: starts, steps: steps ?? starts.map { _ in 1 }, extents: extents)
  }
}
