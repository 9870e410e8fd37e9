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

  /// Where a batch of `count` samples, `stride` scalars apart, lies in a tensor of another shape with the same scalars.
  ///
  /// An axis that is the batch and nothing else is preferred, then the first axis that can hold it; nil where none can.
  static func located(stride: Int, count: Int, in shape: [Int]) -> BatchAxis? {
    let strides = shape.rowMajorStrides
    let candidates = shape.indices.compactMap { axis -> BatchAxis? in
      guard strides[axis] > 0, stride >= strides[axis], stride % strides[axis] == 0 else { return nil }
      let inner = stride / strides[axis]
      let (block, overflowed) = inner.multipliedReportingOverflow(by: count)
      return !overflowed && shape[axis] > 0 && shape[axis] % block == 0 ? BatchAxis(axis: axis, inner: inner) : nil
    }
    return candidates.first { $0.inner == 1 && shape[$0.axis] == count } ?? candidates.first
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
