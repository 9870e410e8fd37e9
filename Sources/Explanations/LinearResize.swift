internal import Tensors

/// Linear interpolation along every axis, sample centres aligned (half-pixel): position `i` of `m` is read at
/// `(i + ½)·n/m − ½` of `n`, held at the ends.
enum LinearResize {
  static func resized(_ tensor: Tensor, to shape: [Int]) -> Tensor {
    precondition(tensor.rank == shape.count, "LinearResize: \(tensor.shape) to \(shape)")
    var result = tensor
    for axis in shape.indices where shape[axis] != tensor.shape[axis] {
      result = resized(result, axis: axis, to: shape[axis])
    }
    return result
  }

  private static func resized(_ tensor: Tensor, axis: Int, to extent: Int) -> Tensor {
    let source = tensor.shape[axis]
    let inner = tensor.shape[(axis + 1)...].reduce(1, *)
    let outer = tensor.shape[..<axis].reduce(1, *)
    var shape = tensor.shape
    shape[axis] = extent
    var scalars: [Float] = []
    scalars.reserveCapacity(shape.product)
    let taps = (0..<extent).map { tap(at: $0, of: extent, in: source) }
    for block in 0..<outer {
      for (lower, upper, weight) in taps {
        let first = (block * source + lower) * inner
        let second = (block * source + upper) * inner
        for index in 0..<inner {
          scalars.append((1 - weight) * tensor.scalars[first + index] + weight * tensor.scalars[second + index])
        }
      }
    }
    return Tensor(shape: shape, scalars: scalars)
  }

  /// The two neighbours that a position is read from, and the share of the second.
  private static func tap(at index: Int, of extent: Int, in source: Int) -> (lower: Int, upper: Int, weight: Float) {
    let exact = (Double(index) + 0.5) * Double(source) / Double(extent) - 0.5
    let position = min(max(exact, 0), Double(source - 1))
    let lower = Int(position)
    return (lower, min(lower + 1, source - 1), Float(position - Double(lower)))
  }
}
