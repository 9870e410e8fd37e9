internal import Tensors

/// Convolutions with few channels on one side, with the taps along their last axis as channels: what a matrix unit needs to
/// have something to multiply.
///
/// Nil from all where the taps cannot be moved, or would be too many.
extension ConvolutionGeometry {
  private var lastTaps: Int { kernel.last ?? 1 }

  private var movesTaps: Bool { !isTransposed && groups == 1 && lastTaps > 1 && dilations.last == 1 }

  private func withoutLastTaps(width: Int, result: Int) -> ConvolutionGeometry {
    var moved = self
    let last = kernel.count - 1
    (moved.kernel[last], moved.strides[last], moved.padBefore[last], moved.padAfter[last]) = (1, 1, 0, 0)
    (moved.source[last], moved.destination[last]) = (width, result)
    return moved
  }

  /// The convolution that reads what `BFloat16UnfoldKernel` makes of the source.
  var unfolded: ConvolutionGeometry? {
    guard movesTaps, splitsSource, 2 * lastTaps * sourceChannels <= 64, let width = destination.last else { return nil }
    var moved = withoutLastTaps(width: width, result: width)
    moved.sourceChannels *= 2 * lastTaps
    moved.sourceElement = .bf16
    return moved
  }

  /// Weights `[O, C, …, taps]` as `[O, 2 · taps · C, …, 1]`.
  func unfolded(_ weights: Tensor) -> Tensor {
    let (outputs, channels) = (weights.shape[0], weights.shape[1])
    let outer = kernel.dropLast().product
    return weights.reshaped([outputs, channels, outer, lastTaps]).permuted([0, 3, 1, 2])
      .reshaped([outputs, lastTaps * channels] + kernel.dropLast() + [1]).repeatedAlongInputChannels
  }

  func unfoldKernel() -> BFloat16UnfoldKernel {
    BFloat16UnfoldKernel(
      rows: batch * source.dropLast().product, width: source.last ?? 1, result: destination.last ?? 1,
      channels: sourceChannels, taps: lastTaps, stride: strides.last ?? 1, pad: padBefore.last ?? 0)
  }

  /// The convolution whose result `FoldKernel` sums up; worth its second pass where there are many taps besides.
  var folded: ConvolutionGeometry? {
    guard movesTaps, strides.last == 1, destinationChannels <= 4, sourceChannels >= 8, kernel.product >= 27,
      lastTaps * destinationChannels <= 32, let width = source.last
    else { return nil }
    var moved = withoutLastTaps(width: width, result: width)
    moved.destinationChannels *= lastTaps
    moved.sourceElement = .bf16
    return moved
  }

  /// Weights `[C, O, …, taps]` as `[taps · C, O, …, 1]`.
  func folded(_ weights: Tensor) -> Tensor {
    let (channels, inputs) = (weights.shape[0], weights.shape[1])
    return weights.reshaped([channels, inputs, kernel.dropLast().product, lastTaps]).permuted([3, 0, 1, 2])
      .reshaped([lastTaps * channels, inputs] + kernel.dropLast() + [1])
  }

  func foldKernel() -> FoldKernel {
    FoldKernel(
      rows: batch * destination.dropLast().product, width: source.last ?? 1, result: destination.last ?? 1,
      channels: destinationChannels, taps: lastTaps, pad: padBefore.last ?? 0)
  }
}

extension Tensor {
  /// Weights `[O, I, kernel…]` as `[O, 2I, kernel…]`, for a source whose numbers come in two parts.
  var repeatedAlongInputChannels: Tensor {
    let row = count / max(1, shape[0])
    let rows = (0..<shape[0]).flatMap { output in
      let own = scalars[output * row..<(output + 1) * row]
      return own + own
    }
    return Tensor(shape: [shape[0], 2 * shape[1]] + shape.dropFirst(2), scalars: rows)
  }
}
