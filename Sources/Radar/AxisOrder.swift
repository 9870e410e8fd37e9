package import Tensors

/// The named axes of an array, and how to bring it to another order.
package struct AxisOrder {
  package let axes: [Axis]
  private let place: String

  /// Takes the axes of an array; each may appear once.
  package init(_ axes: [Axis], of place: String) throws(RadarError) {
    guard Set(axes).count == axes.count else {
      throw RadarError(place, "an axis is named twice in \(Self.text(axes))", remedy: "name every axis once")
    }
    self.axes = axes
    self.place = place
  }

  static func text(_ axes: [Axis]) -> String { "[\(axes.map(\.rawValue).joined(separator: ", "))]" }

  /// The same values with their axes in the order `target`.
  ///
  /// An axis that is missing here gets the extent 1; one that is missing in `target` must have the extent 1.
  package func arranged(_ tensor: Tensor, as target: [Axis]) throws(RadarError) -> Tensor {
    guard tensor.rank == axes.count else {
      throw RadarError(
        place, "the array has shape \(tensor.shape), but \(axes.count) axes are named: \(Self.text(axes))",
        remedy: "name each axis of the array")
    }
    _ = try AxisOrder(target, of: place)
    for (axis, extent) in zip(axes, tensor.shape) where !target.contains(axis) && extent != 1 {
      throw RadarError(
        place, "axis '\(axis)' of extent \(extent) has no place in \(Self.text(target))",
        remedy: "choose axes that cover \(Self.text(axes))")
    }
    let kept = target.compactMap { axes.firstIndex(of: $0) }
    let dropped = axes.indices.filter { !target.contains(axes[$0]) }
    let shape = target.map { axis in axes.firstIndex(of: axis).map { tensor.shape[$0] } ?? 1 }
    return tensor.transposed(kept + dropped).reshaped(shape)
  }
}

extension Tensor {
  /// The tensor whose axis `i` is this one's axis `order[i]`.
  func transposed(_ order: [Int]) -> Tensor {
    precondition(order.sorted() == Array(shape.indices), "Tensor: \(order) does not permute the axes of \(shape)")
    if order == Array(shape.indices) { return self }
    let extents = order.map { shape[$0] }
    var result = Tensor(shape: extents, scalars: scalars)
    guard count > 0 else { return result }
    let strides = order.map { shape.rowMajorStrides[$0] }
    withUnsafeScalars { source in
      result.withUnsafeMutableScalars { target in Self.gather(source, strides: strides, extents: extents, into: target)
      }
    }
    return result
  }

  /// Walks the target in order, keeping the source's position with an odometer over all axes but the last.
  private static func gather(
    _ source: UnsafeBufferPointer<Float>, strides: [Int], extents: [Int], into target: UnsafeMutableBufferPointer<Float>
  ) {
    let last = extents.count - 1
    let (innerExtent, innerStride) = (extents[last], strides[last])
    var index = [Int](repeating: 0, count: extents.count)
    var (start, written) = (0, 0)
    while written < target.count {
      for step in 0..<innerExtent { target[written + step] = source[start + step * innerStride] }
      written += innerExtent
      var axis = last - 1
      while axis >= 0 {
        index[axis] += 1
        start += strides[axis]
        if index[axis] < extents[axis] { break }
        start -= strides[axis] * extents[axis]
        index[axis] = 0
        axis -= 1
      }
    }
  }
}
