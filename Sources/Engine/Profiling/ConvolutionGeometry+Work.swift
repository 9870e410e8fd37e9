internal import Tensors

extension ConvolutionGeometry {
  /// Multiplications of a weight with an element of the source.
  ///
  /// Those with padding do not count, so that a layer and its input gradient have the same number, and a gradient run as
  /// a convolution with mirrored weights has no more than the map it stands for.
  var multiplicationCount: Int {
    let pairs = kernel.indices.map { axis in
      isTransposed
        ? Self.pairs(
          from: destination[axis], to: source[axis], kernel[axis], strides[axis], dilations[axis], padBefore[axis])
        : Self.pairs(
          from: source[axis], to: destination[axis], kernel[axis], strides[axis], dilations[axis], padBefore[axis])
    }
    return batch * sourceChannels * (destinationChannels / groups) * pairs.product
  }

  /// As "16 to 32 channels, 3x3 on 64x64", of what is run.
  var summary: String {
    func product(_ sizes: [Int]) -> String { sizes.map(String.init).joined(separator: "x") }
    return "\(sourceChannels) to \(destinationChannels) channels, \(product(kernel)) on \(product(source))"
  }

  /// A product of a matrix and weights, written as a convolution of one tap over its rows.
  var isMatrixProduct: Bool { kernel == [1] && batch == 1 && groups == 1 }

  /// How often, along one axis of a convolution, an element of the result meets one of the source.
  private static func pairs(
    from source: Int, to result: Int, _ taps: Int, _ stride: Int, _ dilation: Int, _ pad: Int
  ) -> Int {
    (0..<taps).reduce(0) { sum, tap in
      // 0 ≤ place · stride + offset < source
      let offset = tap * dilation - pad
      let first = offset >= 0 ? 0 : (-offset + stride - 1) / stride
      let last = source - 1 - offset < 0 ? -1 : min(result - 1, (source - 1 - offset) / stride)
      return sum + max(0, last - first + 1)
    }
  }
}
