internal import Tensors

extension Tensor {
  /// The tensor whose axis `k` is this one's axis `order[k]`; for constants, at compile time.
  func permuted(_ order: [Int]) -> Tensor {
    if order == Array(0..<rank) { return self }
    let strides = shape.rowMajorStrides
    let (resultShape, resultStrides) = (order.map { shape[$0] }, order.map { strides[$0] })
    var result: [Float] = []
    result.reserveCapacity(count)
    var position = [Int](repeating: 0, count: rank)
    for _ in 0..<count {
      var source = 0
      for axis in 0..<rank { source += position[axis] * resultStrides[axis] }
      result.append(scalars[source])
      for axis in (0..<rank).reversed() {
        position[axis] += 1
        if position[axis] < resultShape[axis] { break }
        position[axis] = 0
      }
    }
    return Tensor(shape: resultShape, scalars: result)
  }
}
