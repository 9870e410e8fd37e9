/// How a kernel is laid over one spatial axis: the arithmetic that convolution and pooling share.
struct WindowAxis {
  var kernel: Int
  var stride: Int
  var padBefore: Int
  var padAfter: Int
  var dilation: Int

  /// From the first to the last element that one window sees.
  var reach: Int { dilation * (kernel - 1) + 1 }

  /// Whether every number is one that a file may sensibly hold, so that the arithmetic below cannot overflow.
  var isSensible: Bool {
    let limit = Graph.largestExtent
    return [kernel, stride, dilation].allSatisfy { (1...limit).contains($0) }
      && [padBefore, padAfter].allSatisfy { (0...limit).contains($0) }
  }

  /// `⌊(size + padBefore + padAfter − reach) / stride⌋ + 1`, or rounded up, less a window that would begin beyond the
  /// input and its leading padding; nil where no window fits.
  func outputExtent(of size: Int, roundsUp: Bool = false) -> Int? {
    guard isSensible, (0...Graph.largestExtent).contains(size) else { return nil }
    let room = size + padBefore + padAfter - reach + (roundsUp ? stride - 1 : 0)
    guard room >= 0 else { return nil }
    let count = room / stride + 1
    return roundsUp && (count - 1) * stride >= size + padBefore ? count - 1 : count
  }
}

extension Operation {
  /// The output extents of windows over the spatial axes of an input.
  ///
  /// Each attribute must have one entry per axis; `kernel` may come from a weight.
  func windowExtents(
    of spatial: [Int], kernel: [Int], strides: [Int], padBefore: [Int], padAfter: [Int], dilations: [Int],
    roundsUp: Bool = false
  ) throws(ShapeError) -> [Int] {
    for (name, list) in [
      ("kernel", kernel), ("strides", strides), ("padBefore", padBefore), ("padAfter", padAfter),
      ("dilations", dilations),
    ] {
      try check(list.count == spatial.count, "\(name) \(list) must have one entry for each of \(spatial.count) axes")
    }
    var extents: [Int] = []
    for axis in spatial.indices {
      let window = WindowAxis(
        kernel: kernel[axis], stride: strides[axis], padBefore: padBefore[axis], padAfter: padAfter[axis],
        dilation: dilations[axis])
      try check(
        window.isSensible, "kernel, stride and dilation must be positive and padding not negative, are \(window)")
      guard let extent = window.outputExtent(of: spatial[axis], roundsUp: roundsUp), extent > 0 else {
        throw ShapeError(description, "no \(window) fits into \(spatial[axis]) elements along spatial axis \(axis)")
      }
      extents.append(extent)
    }
    return extents
  }
}

extension WindowAxis: CustomStringConvertible {
  var description: String {
    "window (kernel \(kernel), stride \(stride), padding \(padBefore) and \(padAfter), dilation \(dilation))"
  }
}
