/// Cutting values along a span, and putting parts together.
extension Graph {
  /// The part of a value.
  mutating func part(_ span: AxisSpan, of value: ValueID) throws -> ValueID {
    if span.isEverything { return value }
    let whole = shape(of: value)
    let (unfolded, axis) = span.unfolded(whole)
    if span.fillsAxis { return try slice(value, span.range, alongAxis: span.axis) }
    let cut = try slice(reshape(value, to: unfolded), span.range, alongAxis: axis)
    return try reshape(cut, to: span.part(of: whole))
  }

  /// Parts of one value, which follow each other, as one; `span` says how they lie in the whole, its range is that of the
  /// result.
  mutating func join(_ parts: [ValueID], along span: AxisSpan, whole: [Int]) throws -> ValueID {
    if parts.count == 1 { return parts[0] }
    if span.fillsAxis { return try append(Concatenation(axis: span.axis), parts)[0] }
    let unfolded = try parts.map { part in
      let count = shape(of: part)[span.axis] / (span.outer * span.inner)
      let own = AxisSpan(axis: span.axis, outer: span.outer, size: count, inner: span.inner, range: 0..<count)
      return try reshape(part, to: own.unfolded(shape(of: part)).shape)
    }
    let joined = try append(Concatenation(axis: span.axis + 1), unfolded)[0]
    return try reshape(joined, to: span.part(of: whole))
  }

  private mutating func slice(_ value: ValueID, _ range: Range<Int>, alongAxis axis: Int) throws -> ValueID {
    var extents = shape(of: value)
    var starts = extents.map { _ in 0 }
    (starts[axis], extents[axis]) = (range.lowerBound, range.count)
    return try self(Slice(starts: starts, steps: extents.map { _ in 1 }, extents: extents), value)
  }
}
