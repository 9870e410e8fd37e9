import Tensors

/// Where the batch lies in a tensor: `extent = outer · N · inner` along one axis, sample number in the middle.
///
/// `[N, C]` has the batch alone in axis 0 (inner 1). Recurrent networks fold frames into it: in `[N·T, C]` it is in axis
/// 0 with inner = T. A sample is then a strided sub-tensor, and an operation is *separable* if it acts on each sample's
/// sub-tensor alone and on all of them alike.
struct BatchAxis: Equatable, Sendable {
  var axis: Int
  var inner: Int = 1

  /// How many scalars lie between neighbouring samples: it survives every reshape.
  func stride(in shape: [Int]) -> Int { shape.rowMajorStrides[axis] * inner }

  /// Where a batch of `count` samples, `stride` scalars apart, can lie in a tensor of another shape with the same scalars.
  ///
  /// If an axis is the batch and nothing else, only such axes count. For a batch of one there may be two answers
  /// even so, at the inner end of one axis and the outer end of the next: `[T·1, H]` or `[T, 1·H]`.
  static func candidates(stride: Int, count: Int, in shape: [Int]) -> [BatchAxis] {
    let strides = shape.rowMajorStrides
    let places = shape.indices.compactMap { axis -> BatchAxis? in
      guard strides[axis] > 0, stride >= strides[axis], stride % strides[axis] == 0 else { return nil }
      let inner = stride / strides[axis]
      let (block, overflowed) = inner.multipliedReportingOverflow(by: count)
      return !overflowed && shape[axis] > 0 && shape[axis] % block == 0 ? BatchAxis(axis: axis, inner: inner) : nil
    }
    let pure = places.filter { $0.inner == 1 && shape[$0.axis] == count }
    return pure.isEmpty ? places : pure
  }
}

/// What is known of the batch in one value of a graph.
enum BatchPlacement: Equatable, Sendable {
  /// The value is the same for every batch: it does not depend on the input.
  case independent
  case along(BatchAxis)
  /// Samples have been mixed; which is which can no longer be said.
  case mixed
}
