internal import CKernels
internal import Graphs

/// Some channels of a convolution's source, where they lie: all of a tensor, or a slice of it.
struct SourcePart {
  /// Of the tensor, channels last.
  let shape: [Int]
  let slice: Slice?

  init(shape: [Int], slice: Slice? = nil) {
    self.shape = shape
    self.slice = slice
  }

  /// How many floats of the tensor are left alone.
  var unreadCount: Int { RowMajor.count(shape) - RowMajor.count(slice?.extents ?? shape) }

  /// The same for `ck_winograd`.
  var lanes: ck_winograd_part {
    let (strides, offset) = slice?.walk(through: shape) ?? (RowMajor.strides(shape), 0)
    return ck_winograd_part(
      channels: (slice?.extents ?? shape)[shape.count - 1], count: RowMajor.count(shape), offset: offset,
      sample: strides[0], along: leading(Array(strides[1..<(shape.count - 1)]), filler: 0))
  }
}
