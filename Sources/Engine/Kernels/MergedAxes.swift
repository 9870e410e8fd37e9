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
