/// A dense, row-major array of `Float` with a fixed shape.
///
/// A value type: copies share storage until one of them is written. The leading axis is the batch wherever a
/// function says "batch"; a scalar has the empty shape and one element.
public struct Tensor: Sendable, Equatable {
  public let shape: [Int]
  public private(set) var scalars: [Float]

  public var count: Int { scalars.count }
  public var rank: Int { shape.count }

  public init(shape: [Int], scalars: [Float]) {
    precondition(shape.allSatisfy { $0 >= 0 }, "Tensor: extents must not be negative, are \(shape)")
    precondition(shape.product == scalars.count, "Tensor: \(scalars.count) scalars cannot fill \(shape)")
    self.shape = shape
    self.scalars = scalars
  }

  public init(repeating value: Float = 0, shape: [Int]) {
    self.init(shape: shape, scalars: [Float](repeating: value, count: shape.product))
  }

  /// A tensor of rank 0.
  public init(scalar: Float) { self.init(shape: [], scalars: [scalar]) }

  /// Calls `body` with in-place access to the scalars; the shape cannot change.
  public mutating func withMutableScalars<Result, Failure: Error>(
    _ body: (inout MutableSpan<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var span = scalars.mutableSpan
    return try body(&span)
  }

  public func withUnsafeScalars<Result>(_ body: (UnsafeBufferPointer<Float>) throws -> Result) rethrows -> Result {
    try scalars.withUnsafeBufferPointer(body)
  }

  public mutating func withUnsafeMutableScalars<Result>(
    _ body: (inout UnsafeMutableBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    try scalars.withUnsafeMutableBufferPointer(body)
  }

  public func map(_ transform: (Float) -> Float) -> Tensor { Tensor(shape: shape, scalars: scalars.map(transform)) }

  /// The same scalars under another shape of the same count.
  public func reshaped(_ shape: [Int]) -> Tensor { Tensor(shape: shape, scalars: scalars) }
}

extension [Int] {
  /// The number of elements of a shape; 1 for the empty shape.
  public var product: Int { reduce(1, *) }

  /// Row-major strides: how many scalars apart neighbours along each axis are.
  public var rowMajorStrides: [Int] {
    var strides = [Int](repeating: 1, count: count)
    for axis in indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * self[axis + 1] }
    return strides
  }
}
