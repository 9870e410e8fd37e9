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
