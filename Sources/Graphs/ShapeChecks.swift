/// What shape inference asks of inputs and attributes, each failing with a `ShapeError` that names the operation.
extension Operation {
  func check(_ holds: Bool, _ message: @autoclosure () -> String) throws(ShapeError) {
    guard holds else { throw ShapeError(description, message()) }
  }

  /// Checks how many inputs there are, and that each is of a shape that a tensor can have: no arithmetic on their extents
  /// overflows after that.
  func checkCount(of inputs: [[Int]], _ allowed: ClosedRange<Int>) throws(ShapeError) {
    let expected = allowed.count == 1 ? "\(allowed.lowerBound)" : "\(allowed.lowerBound) to \(allowed.upperBound)"
    try check(allowed.contains(inputs.count), "takes \(expected) input(s), got \(inputs.count)")
    for shape in inputs { _ = try elementCount(shape) }
  }

  func check(axis: Int, of shape: [Int]) throws(ShapeError) {
    try check(shape.indices.contains(axis), "axis \(axis) does not exist in an input of shape \(shape)")
  }

  /// Checks that input `name` has exactly this shape.
  func check(_ name: String, _ shape: [Int], is expected: [Int]) throws(ShapeError) {
    try check(shape == expected, "expected \(name) of shape \(expected), got \(shape)")
  }

  /// The number of elements of a shape that may come from a file.
  func elementCount(_ shape: [Int]) throws(ShapeError) -> Int {
    guard let count = Graph.elementCount(shape) else {
      throw ShapeError(description, "no tensor can have the shape \(shape)")
    }
    return count
  }

  /// The shape that two shapes broadcast to by NumPy's rules.
  func broadcast(_ left: [Int], _ right: [Int]) throws(ShapeError) -> [Int] {
    guard let shape = Graph.broadcast(left, right) else {
      throw ShapeError(description, "shapes \(left) and \(right) do not broadcast together")
    }
    return shape
  }
}

extension Graph {
  /// No extent is larger: index arithmetic on two of them then fits in an `Int`.
  static let largestExtent = Int(Int32.max)
  /// No tensor has more elements (4 TB of `Float`).
  static let largestElementCount = 1 << 40

  /// The number of elements of a shape; nil where an extent is negative or the tensor absurdly large.
  public static func elementCount(_ shape: [Int]) -> Int? {
    guard shape.allSatisfy({ (0...largestExtent).contains($0) }) else { return nil }
    var count = 1
    // Leading extents are multiplied even if a later one is 0: an absurd shape is no better for being empty.
    for extent in shape where extent > 0 {
      guard count <= largestElementCount / extent else { return nil }
      count *= extent
    }
    return shape.contains(0) ? 0 : count
  }

  /// The shape that two shapes broadcast to by NumPy's rules; nil where they do not.
  public static func broadcast(_ left: [Int], _ right: [Int]) -> [Int]? {
    let rank = max(left.count, right.count)
    let padded = [left, right].map { [Int](repeating: 1, count: rank - $0.count) + $0 }
    var shape: [Int] = []
    for (a, b) in zip(padded[0], padded[1]) {
      guard a == b || a == 1 || b == 1 else { return nil }
      shape.append(a == 1 ? b : a)
    }
    return shape
  }
}

extension Graph {
  /// Refuses tensors that no machine holds, so that no later arithmetic on their extents overflows.
  static func checkSizes(_ shapes: [[Int]], of operation: any Operation) throws(ShapeError) {
    for shape in shapes where elementCount(shape) == nil {
      throw ShapeError(operation.description, "its result would have the impossible shape \(shape)")
    }
  }
}
