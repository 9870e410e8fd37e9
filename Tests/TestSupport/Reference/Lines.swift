import Tensors

extension DoubleTensor {
  /// The elements along `axes`, for each setting of the other axes, as places in the flat array (row-major).
  func lines(along axes: [Int]) -> [[Int]] {
    let kept = shape.indices.map { axes.contains($0) ? 1 : shape[$0] }
    var lines = [[Int]](repeating: [], count: kept.product)
    forEachIndex(of: shape) { index, offset in lines[broadcastOffset(of: index, in: kept)].append(offset) }
    return lines
  }

  /// Replaces each line along `axes` by a function of it.
  func mapLines(along axes: [Int], _ transform: ([Double]) -> [Double]) -> DoubleTensor {
    var result = self
    for line in lines(along: axes) {
      for (place, value) in zip(line, transform(line.map { scalars[$0] })) { result.scalars[place] = value }
    }
    return result
  }

  /// Replaces each line along `axes` by a function of it and of the same line of `other`.
  func mapLines(
    with other: DoubleTensor, along axes: [Int], _ transform: ([Double], [Double]) -> [Double]
  ) -> DoubleTensor {
    var result = self
    for line in lines(along: axes) {
      let values = transform(line.map { scalars[$0] }, line.map { other.scalars[$0] })
      for (place, value) in zip(line, values) { result.scalars[place] = value }
    }
    return result
  }
}

extension [Double] {
  var sum: Double { reduce(0, +) }
  var mean: Double { sum / Double(count) }
}
