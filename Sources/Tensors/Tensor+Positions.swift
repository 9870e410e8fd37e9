/// Neighbouring positions along one axis, with everything along the others.
extension Tensor {
  /// The part of the tensor at these positions.
  public func selecting(_ positions: Range<Int>, alongAxis axis: Int) -> Tensor {
    let (outer, inner) = blocks(positions, alongAxis: axis)
    var part = shape
    part[axis] = positions.count
    return Tensor(shape: part, scalars: scalars(at: positions, of: shape[axis], inBlocks: 0..<outer, inner))
  }

  /// The part of one sample of a batch at these positions, as a batch of one; the axis is counted with the batch.
  public func selecting(_ positions: Range<Int>, alongAxis axis: Int, ofSample sample: Int) -> Tensor {
    let (outer, inner) = blocks(positions, alongAxis: axis)
    let own = blocks(ofSample: sample, of: outer)
    var part = shape
    (part[0], part[axis]) = (1, positions.count)
    return Tensor(shape: part, scalars: scalars(at: positions, of: shape[axis], inBlocks: own, inner))
  }

  /// Writes a part of one sample to where it was selected; everything else stays.
  public mutating func replace(
    _ positions: Range<Int>, alongAxis axis: Int, ofSample sample: Int, with part: Tensor
  ) {
    let (outer, inner) = blocks(positions, alongAxis: axis)
    let own = blocks(ofSample: sample, of: outer)
    let (run, row) = (positions.count * inner, shape[axis] * inner)
    precondition(part.count == own.count * run, "Tensor: \(part.shape) for \(positions) of axis \(axis) of \(shape)")
    withUnsafeMutableScalars { scalars in
      part.withUnsafeScalars { source in
        for (place, block) in own.enumerated() {
          let start = block * row + positions.lowerBound * inner
          for index in 0..<run { scalars[start + index] = source[place * run + index] }
        }
      }
    }
  }

  private func scalars(at positions: Range<Int>, of extent: Int, inBlocks blocks: Range<Int>, _ inner: Int) -> [Float] {
    var chosen: [Float] = []
    chosen.reserveCapacity(blocks.count * positions.count * inner)
    for block in blocks {
      let start = block * extent * inner
      chosen += scalars[start + positions.lowerBound * inner..<start + positions.upperBound * inner]
    }
    return chosen
  }

  /// How often the positions lie in memory, and how many scalars each has there.
  private func blocks(_ positions: Range<Int>, alongAxis axis: Int) -> (outer: Int, inner: Int) {
    precondition(
      shape.indices.contains(axis) && positions.clamped(to: 0..<shape[axis]) == positions,
      "Tensor: no positions \(positions) along axis \(axis) of \(shape)")
    return (shape[..<axis].reduce(1, *), shape[(axis + 1)...].reduce(1, *))
  }

  private func blocks(ofSample sample: Int, of outer: Int) -> Range<Int> {
    precondition((0..<batchCount).contains(sample), "Tensor: sample \(sample) of a batch of \(batchCount)")
    let own = outer / batchCount
    return sample * own..<(sample + 1) * own
  }
}
