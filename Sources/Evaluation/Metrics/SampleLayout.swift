public import Tensors

/// Which axes of one sample are time, rows and columns, so that measures know what a frame is.
///
/// Rows and columns are height and width, or range and Doppler; where neither pair is named they are the last two axes.
/// Every other axis only repeats: each of its positions is another plane.
public struct SampleLayout: Sendable, Equatable {
  public let shape: [Int]
  public let timeAxis: Int?
  /// Nil for samples of fewer than two axes.
  let rowAxis: Int?
  let columnAxis: Int?

  /// The layout of samples of a shape, with one name per axis, or none when they are not known.
  public init(shape: [Int], axes: [Axis] = []) {
    precondition(axes.isEmpty || axes.count == shape.count, "SampleLayout: \(axes) cannot name the axes of \(shape)")
    self.shape = shape
    timeAxis = axes.firstIndex(of: .time)
    let named = [(Axis.height, Axis.width), (.range, .doppler)].compactMap { rows, columns -> (Int, Int)? in
      guard let row = axes.firstIndex(of: rows), let column = axes.firstIndex(of: columns) else { return nil }
      return (row, column)
    }.first
    let last = shape.count >= 2 ? (shape.count - 2, shape.count - 1) : nil
    (rowAxis, columnAxis) = (named?.0 ?? last?.0, named?.1 ?? last?.1)
  }

  /// Rows and columns of a plane; nil without any.
  var planeExtents: (rows: Int, columns: Int)? {
    guard let rowAxis, let columnAxis else { return nil }
    return (shape[rowAxis], shape[columnAxis])
  }

  /// The row-major offset of each plane's first element, and how far apart its rows and columns are.
  var planes: (origins: [Int], rowStride: Int, columnStride: Int)? {
    guard let rowAxis, let columnAxis else { return nil }
    let strides = shape.rowMajorStrides
    var origins = [0]
    for axis in shape.indices where axis != rowAxis && axis != columnAxis {
      origins = origins.flatMap { origin in (0..<shape[axis]).map { origin + $0 * strides[axis] } }
    }
    return (origins, strides[rowAxis], strides[columnAxis])
  }
}
