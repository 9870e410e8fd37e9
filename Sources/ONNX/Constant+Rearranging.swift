import Tensors

extension Constant {
  func transposed(_ permutation: [Int]) -> Constant {
    selecting(RowMajor.transposing(shape, by: permutation), shape: permutation.map { shape[$0] })
  }

  func broadcast(to target: [Int]) -> Constant {
    target == shape ? self : selecting(RowMajor.broadcasting(shape, to: target), shape: target)
  }

  func sliced(starts: [Int], steps: [Int], extents: [Int]) -> Constant {
    selecting(RowMajor.slicing(shape, starts: starts, steps: steps, extents: extents), shape: extents)
  }

  /// `take(self, chosen, axis)`; the axis is replaced by the axes of `chosenShape`.
  func gathered(axis: Int, chosen: [Int], chosenShape: [Int]) -> Constant {
    let result = Array(shape[..<axis]) + chosenShape + Array(shape[(axis + 1)...])
    return selecting(RowMajor.gathering(shape, axis: axis, chosen: chosen), shape: result)
  }

  /// The parts joined along `axis`; all must have one type and otherwise equal shapes.
  static func concatenating(_ parts: [Constant], axis: Int) -> Constant {
    var shape = parts[0].shape
    shape[axis] = parts.reduce(0) { $0 + $1.shape[axis] }
    let outer = shape[..<axis].reduce(1, *)
    let flags = parts.contains { $0.followsBatch != nil }
    let joinedFlags = flags ? interleaving(parts.map(\.batchFlags), outer: outer) : nil
    if parts.allSatisfy({ $0.integers != nil }) {
      let scalars = interleaving(parts.map { $0.integers ?? [] }, outer: outer).map(Int64.init)
      return Constant(shape: shape, integers: scalars, type: parts[0].type, followsBatch: joinedFlags)
    }
    let scalars = interleaving(parts.map(\.reals), outer: outer)
    return Constant(shape: shape, reals: scalars, type: parts[0].type, followsBatch: joinedFlags)
  }

  /// One flag per scalar, also when none follows the batch.
  var batchFlags: [Bool] { followsBatch ?? [Bool](repeating: false, count: count) }

  private static func interleaving<Scalar>(_ parts: [[Scalar]], outer: Int) -> [Scalar] {
    guard outer > 0 else { return [] }
    var result: [Scalar] = []
    result.reserveCapacity(parts.reduce(0) { $0 + $1.count })
    for block in 0..<outer {
      for part in parts {
        let length = part.count / outer
        result.append(contentsOf: part[block * length..<(block + 1) * length])
      }
    }
    return result
  }
}
