/// The axes of a loop nest over several operands, with neighbours merged wherever every operand steps evenly across both.
///
/// Axes of extent 1 disappear; at least one axis always remains.
struct MergedAxes {
  private(set) var extents: [Int] = []
  /// Per operand, the distance in elements between neighbours along each axis.
  private(set) var strides: [[Int]]

  init(extents: [Int], strides operands: [[Int]]) {
    strides = Array(repeating: [], count: operands.count)
    for axis in extents.indices where extents[axis] != 1 {
      append(extents[axis], operands.map { $0[axis] })
    }
    if self.extents.isEmpty { append(1, operands.map { _ in 1 }) }
  }

  private mutating func append(_ extent: Int, _ steps: [Int]) {
    let merges = !extents.isEmpty && strides.indices.allSatisfy { strides[$0].last == steps[$0] * extent }
    if merges {
      extents[extents.count - 1] *= extent
      for operand in strides.indices { strides[operand][extents.count - 1] = steps[operand] }
    } else {
      extents.append(extent)
      for operand in strides.indices { strides[operand].append(steps[operand]) }
    }
  }
}

/// Row-major arithmetic on shapes.
enum RowMajor {
  static func count(_ shape: [Int]) -> Int { shape.reduce(1, *) }

  static func strides(_ shape: [Int]) -> [Int] {
    var strides = Array(repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
    return strides
  }

  /// The strides with which a tensor of `shape` is read as one of shape `target`: 0 along repeated axes.
  static func strides(_ shape: [Int], broadcastTo target: [Int]) -> [Int] {
    precondition(shape.count <= target.count, "Broadcast: expected rank ≤ \(target.count), is \(shape)")
    let missing = target.count - shape.count
    let own = strides(shape)
    return target.indices.map { axis in
      guard axis >= missing, shape[axis - missing] != 1 else { return 0 }
      precondition(shape[axis - missing] == target[axis], "Broadcast: expected \(target), is \(shape)")
      return own[axis - missing]
    }
  }

  static func broadcast(_ left: [Int], _ right: [Int]) -> [Int] {
    let rank = max(left.count, right.count)
    let a = Array(repeating: 1, count: rank - left.count) + left
    let b = Array(repeating: 1, count: rank - right.count) + right
    return zip(a, b).map { $0 == 1 ? $1 : $0 }
  }
}
