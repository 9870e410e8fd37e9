/// Enlarging by a whole factor: every input position becomes a block of `factor` positions, and a linear weighing looks at
/// the next one on either side.
///
/// Coordinates are those of the whole axis shifted by whole blocks, which `Float` arithmetic keeps apart from the points
/// where a nearest neighbour changes. What a border clamps differently inside the axis is cut off.
extension Resize: LocalOperation {
  func spread(_ changes: [Spread], _ shapes: NodeShapes) -> Spread {
    guard let span = changes[0].span, span.axis >= 2 else { return changes[0] }
    guard span.fillsAxis, let factor = factor(span.axis, shapes) else { return .everything }
    let size = span.size * factor
    let changed = ((span.range.lowerBound - 1) * factor..<(span.range.upperBound + 1) * factor).clamped(to: 0..<size)
    return .part(AxisSpan(axis: span.axis, size: size, range: changed))
  }

  func reads(for part: AxisSpan, _ shapes: NodeShapes) -> [AxisSpan?] {
    guard part.axis >= 2 else { return [part] }
    return [AxisSpan(axis: part.axis, size: shapes.inputs[0][part.axis], range: sources(of: part, shapes))]
  }

  func steps(for part: AxisSpan, _ shapes: NodeShapes) -> [any Operation] {
    guard part.axis >= 2 else { return [self] }
    let (sources, factor) = (sources(of: part, shapes), factor(part.axis, shapes) ?? 1)
    var extents = extents
    extents[part.axis - 2] = sources.count * factor
    let resize = Resize(
      extents: extents, scales: scales, interpolation: interpolation, transformation: transformation)
    var starts = [Int](repeating: 0, count: shapes.outputs[0].count)
    starts[part.axis] = part.range.lowerBound - sources.lowerBound * factor
    let wanted = part.part(of: shapes.outputs[0])
    return [resize, Slice(starts: starts, steps: wanted.map { _ in 1 }, extents: wanted)]
  }

  /// One position more on either side than the blocks that the part lies in.
  private func sources(of part: AxisSpan, _ shapes: NodeShapes) -> Range<Int> {
    let (size, factor) = (shapes.inputs[0][part.axis], factor(part.axis, shapes) ?? 1)
    let last = (part.range.upperBound - 1) / factor
    return (part.range.lowerBound / factor - 1..<last + 2).clamped(to: 0..<size)
  }

  private func factor(_ axis: Int, _ shapes: NodeShapes) -> Int? {
    let (size, extent) = (shapes.inputs[0][axis], extents[axis - 2])
    guard transformation != .alignCorners, extent % size == 0, scales[axis - 2] == Float(extent / size) else {
      return nil
    }
    return extent / size
  }
}
