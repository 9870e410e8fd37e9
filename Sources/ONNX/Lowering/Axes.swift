/// Axis numbers as files give them: negative ones count from the end.
extension ONNXNode {
  /// The axis in `0..<rank`.
  func axis(_ axis: Int, rank: Int) throws -> Int {
    guard (-rank..<rank).contains(axis) else {
      throw error(.malformed, "axis \(axis) does not exist in a tensor of rank \(rank)")
    }
    return axis < 0 ? axis + rank : axis
  }

  /// Distinct axes in `0..<rank`, in the given order.
  func axes(_ axes: [Int], rank: Int) throws -> [Int] {
    let result = try axes.map { try axis($0, rank: rank) }
    guard Set(result).count == result.count else { throw error(.malformed, "names an axis twice in \(axes)") }
    return result
  }
}

extension Lowering {
  /// The axes of a node that gives them as an attribute in old opsets and as an input in new ones; nil if it gives none.
  func axes(of node: ONNXNode, input index: Int) throws -> [Int]? {
    if let axes = try integersInput(node, index, "axes") { return axes }
    return try node.integers("axes")
  }
}
