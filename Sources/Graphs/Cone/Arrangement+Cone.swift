extension Transpose: LocalOperation {
  func spread(_ changes: [Spread], _ shapes: NodeShapes) -> Spread {
    guard let span = changes[0].span, let axis = permutation.firstIndex(of: span.axis) else { return changes[0] }
    return .part(span.moved(toAxis: axis))
  }

  func reads(for part: AxisSpan, _ shapes: NodeShapes) -> [AxisSpan?] { [part.moved(toAxis: permutation[part.axis])] }

  func steps(for part: AxisSpan, _ shapes: NodeShapes) -> [any Operation] { [self] }
}

extension Reshape: LocalOperation {
  func spread(_ changes: [Spread], _ shapes: NodeShapes) -> Spread {
    guard let span = changes[0].span else { return changes[0] }
    return span.reshaped(from: shapes.inputs[0], to: shape).map { .part($0) } ?? .everything
  }

  func reads(for part: AxisSpan, _ shapes: NodeShapes) -> [AxisSpan?] {
    [part.reshaped(from: shape, to: shapes.inputs[0])]
  }

  func steps(for part: AxisSpan, _ shapes: NodeShapes) -> [any Operation] { [Reshape(to: part.part(of: shape))] }
}

extension Slice: LocalOperation {
  func spread(_ changes: [Spread], _ shapes: NodeShapes) -> Spread {
    guard let span = changes[0].span else { return changes[0] }
    let (axis, size) = (span.axis, shapes.inputs[0][span.axis])
    if starts[axis] == 0, steps[axis] == 1, extents[axis] == size { return changes[0] }
    guard span.fillsAxis, steps[axis] > 0 else { return .everything }
    let first = (span.range.lowerBound - starts[axis]).dividedRoundingUp(by: steps[axis])
    let last = (span.range.upperBound - 1 - starts[axis]).dividedRoundingDown(by: steps[axis])
    let changed = max(0, first)..<max(0, first, min(extents[axis], last + 1))
    return changed.isEmpty ? .nothing : .part(AxisSpan(axis: axis, size: extents[axis], range: changed))
  }

  func reads(for part: AxisSpan, _ shapes: NodeShapes) -> [AxisSpan?] {
    guard part.fillsAxis else { return [part] }
    let (start, step) = (starts[part.axis], steps[part.axis])
    let first = start + part.range.lowerBound * step
    let last = start + (part.range.upperBound - 1) * step
    return [AxisSpan(axis: part.axis, size: shapes.inputs[0][part.axis], range: first..<last + 1)]
  }

  func steps(for part: AxisSpan, _ shapes: NodeShapes) -> [any Operation] {
    var starts = starts
    starts[part.axis] = 0
    return [Slice(starts: starts, steps: steps, extents: part.part(of: extents))]
  }
}

/// Along an axis that is not padded, any mode; along the span's, a constant before and after.
extension Pad: LocalOperation {
  func spread(_ changes: [Spread], _ shapes: NodeShapes) -> Spread {
    guard let span = changes[0].span else { return changes[0] }
    if before[span.axis] == 0, after[span.axis] == 0 { return changes[0] }
    guard span.fillsAxis, case .constant = mode else { return .everything }
    let (shift, size) = (before[span.axis], shapes.outputs[0][span.axis])
    let changed = (span.range.lowerBound + shift..<span.range.upperBound + shift).clamped(to: 0..<size)
    return changed.isEmpty ? .nothing : .part(AxisSpan(axis: span.axis, size: size, range: changed))
  }

  func reads(for part: AxisSpan, _ shapes: NodeShapes) -> [AxisSpan?] {
    guard part.fillsAxis else { return [part] }
    let size = shapes.inputs[0][part.axis]
    return [AxisSpan(axis: part.axis, size: size, range: shifted(part).clamped(to: 0..<size))]
  }

  func steps(for part: AxisSpan, _ shapes: NodeShapes) -> [any Operation] {
    let (wanted, size) = (shifted(part), shapes.inputs[0][part.axis])
    var (before, after) = (before, after)
    before[part.axis] = part.fillsAxis ? max(0, -wanted.lowerBound) : 0
    after[part.axis] = part.fillsAxis ? max(0, wanted.upperBound - size) : 0
    return [Pad(before: before, after: after, mode: mode)]
  }

  /// In positions of the input.
  private func shifted(_ part: AxisSpan) -> Range<Int> {
    let shift = before[part.axis]
    return part.range.lowerBound - shift..<part.range.upperBound - shift
  }
}

/// Along another axis than that of the span: skip connections.
extension Concatenation: LocalOperation {
  func spread(_ changes: [Spread], _ shapes: NodeShapes) -> Spread {
    let joined = changes.reduce(Spread.nothing) { $0.joined($1) }
    return joined.span?.axis == axis ? .everything : joined
  }

  func reads(for part: AxisSpan, _ shapes: NodeShapes) -> [AxisSpan?] { shapes.inputs.map { _ in part } }

  func steps(for part: AxisSpan, _ shapes: NodeShapes) -> [any Operation] { [self] }
}

/// Along another axis than that of the span; on its own, where it takes no changed position.
extension Gather: LocalOperation {
  func spread(_ changes: [Spread], _ shapes: NodeShapes) -> Spread {
    guard let span = changes[0].span else { return changes[0] }
    if span.axis < axis { return changes[0] }
    if span.axis > axis { return .part(span.moved(toAxis: span.axis + indicesShape.count - 1)) }
    return span.fillsAxis && !indices.contains { span.range.contains($0) } ? .nothing : .everything
  }

  func reads(for part: AxisSpan, _ shapes: NodeShapes) -> [AxisSpan?] {
    [part.axis < axis ? part : part.moved(toAxis: part.axis - indicesShape.count + 1)]
  }

  func steps(for part: AxisSpan, _ shapes: NodeShapes) -> [any Operation] { [self] }
}
