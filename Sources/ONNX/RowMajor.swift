import Tensors

/// Lists of flat indices into a row-major tensor: every rearrangement of a constant is one such list.
enum RowMajor {
  /// The flat indices `offset + Σ position[k]·strides[k]`, for all positions within `extents`, last axis fastest.
  static func indices(extents: [Int], strides: [Int], offset: Int = 0) -> [Int] {
    let count = extents.product
    guard count > 0 else { return [] }
    var result: [Int] = []
    result.reserveCapacity(count)
    var position = [Int](repeating: 0, count: extents.count)
    var current = offset
    for _ in 0..<count {
      result.append(current)
      advance(&position, &current, extents, strides)
    }
    return result
  }

  private static func advance(_ position: inout [Int], _ current: inout Int, _ extents: [Int], _ strides: [Int]) {
    for axis in extents.indices.reversed() {
      position[axis] += 1
      current += strides[axis]
      if position[axis] < extents[axis] { return }
      current -= strides[axis] * extents[axis]
      position[axis] = 0
    }
  }

  static func transposing(_ shape: [Int], by permutation: [Int]) -> [Int] {
    let strides = shape.rowMajorStrides
    return indices(extents: permutation.map { shape[$0] }, strides: permutation.map { strides[$0] })
  }

  /// `shape` repeated to `target`, to which it must broadcast.
  static func broadcasting(_ shape: [Int], to target: [Int]) -> [Int] {
    let padded = [Int](repeating: 1, count: target.count - shape.count) + shape
    let strides = padded.rowMajorStrides
    return indices(extents: target, strides: padded.indices.map { padded[$0] == 1 ? 0 : strides[$0] })
  }

  static func slicing(_ shape: [Int], starts: [Int], steps: [Int], extents: [Int]) -> [Int] {
    let strides = shape.rowMajorStrides
    let offset = shape.indices.reduce(0) { $0 + starts[$1] * strides[$1] }
    return indices(extents: extents, strides: shape.indices.map { strides[$0] * steps[$0] }, offset: offset)
  }

  /// Axis `axis` replaced by the positions `chosen` along it.
  static func gathering(_ shape: [Int], axis: Int, chosen: [Int]) -> [Int] {
    let outer = shape[..<axis].reduce(1, *)
    let inner = shape[(axis + 1)...].reduce(1, *)
    var result: [Int] = []
    result.reserveCapacity(outer * chosen.count * inner)
    for block in 0..<outer {
      for position in chosen {
        let start = (block * shape[axis] + position) * inner
        result.append(contentsOf: start..<start + inner)
      }
    }
    return result
  }
}
