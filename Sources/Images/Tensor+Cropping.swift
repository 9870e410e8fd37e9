public import Tensors

/// What stands outside the image where it is padded.
public enum PaddingMode: String, Sendable, Hashable, CaseIterable {
  /// The nearest pixel of the border, repeated.
  case edge
  case zero
}

extension Tensor {
  /// The pixels inside `box`: [C, H, W] → [C, box.height, box.width].
  public func cropped(to box: PixelBox) -> Tensor {
    let (channels, height, width) = imageShape
    precondition(box.fits(width: width, height: height), "Tensor: \(box) does not fit \(width) × \(height)")
    var result: [Float] = []
    result.reserveCapacity(channels * box.height * box.width)
    for channel in 0..<channels {
      for row in box.y..<box.y + box.height {
        let start = (channel * height + row) * width + box.x
        result.append(contentsOf: scalars[start..<start + box.width])
      }
    }
    return Tensor(shape: [channels, box.height, box.width], scalars: result)
  }

  /// Pixels added on each side: [C, H, W] → [C, top + H + bottom, left + W + right].
  public func padded(top: Int, left: Int, bottom: Int, right: Int, _ mode: PaddingMode) -> Tensor {
    let (channels, height, width) = imageShape
    precondition(
      min(top, left, bottom, right) >= 0 && height > 0 && width > 0,
      "Tensor: cannot pad \(shape) by \(top), \(left), \(bottom), \(right)")
    var result: [Float] = []
    result.reserveCapacity(channels * (top + height + bottom) * (left + width + right))
    for channel in 0..<channels {
      for row in -top..<height + bottom {
        let start = (channel * height + min(max(row, 0), height - 1)) * width
        let isOutside = mode == .zero && !(0..<height).contains(row)
        let inner = isOutside ? ArraySlice([Float](repeating: 0, count: width)) : scalars[start..<start + width]
        let first = mode == .zero ? 0 : inner[inner.startIndex]
        let last = mode == .zero ? 0 : inner[inner.endIndex - 1]
        result.append(contentsOf: repeatElement(first, count: left))
        result.append(contentsOf: inner)
        result.append(contentsOf: repeatElement(last, count: right))
      }
    }
    return Tensor(shape: [channels, top + height + bottom, left + width + right], scalars: result)
  }

  var imageShape: (channels: Int, height: Int, width: Int) {
    precondition(rank == 3, "Tensor: expected an image [C, H, W], is \(shape)")
    return (shape[0], shape[1], shape[2])
  }
}
