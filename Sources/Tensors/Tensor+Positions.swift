/// Neighbouring positions along one axis, with everything along the others.
extension Tensor {
  /// The part of the tensor at these positions.
  public func selecting(_ positions: Range<Int>, alongAxis axis: Int) -> Tensor {
    let (outer, inner) = blocks(positions, alongAxis: axis)
    var part = shape
    part[axis] = positions.count
    var chosen: [Float] = []
    chosen.reserveCapacity(part.product)
    for block in 0..<outer {
      let start = block * shape[axis] * inner
      chosen += scalars[start + positions.lowerBound * inner..<start + positions.upperBound * inner]
    }
    return Tensor(shape: part, scalars: chosen)
  }

  /// A tensor with `extent` positions along an axis, zero but for some of this one's, the first of which goes to `first`.
  public func placing(_ positions: Range<Int>, alongAxis axis: Int, at first: Int, of extent: Int) -> Tensor {
    precondition(
      first >= 0 && first + positions.count <= extent, "Tensor: \(positions) at \(first) do not fit into \(extent)")
    let (outer, inner) = blocks(positions, alongAxis: axis)
    var whole = shape
    whole[axis] = extent
    var placed = [Float](repeating: 0, count: whole.product)
    for block in 0..<outer {
      let from = (block * shape[axis] + positions.lowerBound) * inner
      let to = (block * extent + first) * inner
      placed.replaceSubrange(to..<to + positions.count * inner, with: scalars[from..<from + positions.count * inner])
    }
    return Tensor(shape: whole, scalars: placed)
  }

  /// How often the positions lie in memory, and how many scalars each has there.
  private func blocks(_ positions: Range<Int>, alongAxis axis: Int) -> (outer: Int, inner: Int) {
    precondition(
      shape.indices.contains(axis) && positions.clamped(to: 0..<shape[axis]) == positions,
      "Tensor: no positions \(positions) along axis \(axis) of \(shape)")
    return (shape[..<axis].reduce(1, *), shape[(axis + 1)...].reduce(1, *))
  }
}
