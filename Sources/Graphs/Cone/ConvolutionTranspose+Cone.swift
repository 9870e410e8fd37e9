/// A transposed convolution spreads each position p over `p·stride − padBefore + k·dilation`.
extension ConvolutionTranspose: LocalOperation {
  var isLight: Bool { false }

  func spread(_ changes: [Spread], _ shapes: NodeShapes) -> Spread {
    guard let span = changes[0].span, changes.dropFirst().allSatisfy({ $0 == .nothing }) else { return .everything }
    if span.axis == 0 { return changes[0] }
    guard span.axis >= 2, span.fillsAxis else { return .everything }
    let (window, size) = (window(span.axis, shapes), shapes.outputs[0][span.axis])
    let changed = window.positions(seenBy: span.range, of: size)
    return changed.isEmpty ? .nothing : .part(AxisSpan(axis: span.axis, size: size, range: changed))
  }

  func reads(for part: AxisSpan, _ shapes: NodeShapes) -> [AxisSpan?] {
    let others = shapes.inputs.dropFirst().map { _ in AxisSpan?.none }
    guard part.axis >= 2 else { return [part] + others }
    return [AxisSpan(axis: part.axis, size: shapes.inputs[0][part.axis], range: sources(of: part, shapes))] + others
  }

  func steps(for part: AxisSpan, _ shapes: NodeShapes) -> [any Operation] {
    guard part.axis >= 2 else { return [self] }
    let axis = part.axis - 2
    let (window, sources) = (window(part.axis, shapes), sources(of: part, shapes))
    let before = part.range.lowerBound + window.padBefore - sources.lowerBound * window.stride
    let end = (sources.count - 1) * window.stride + window.reach
    var (narrowed, extents) = (convolution, inputExtents)
    (narrowed.padBefore[axis], narrowed.padAfter[axis]) = (before, max(0, end - part.range.count - before))
    extents[axis] = part.range.count
    return [ConvolutionTranspose(narrowed, inputExtents: extents)]
  }

  private func window(_ axis: Int, _ shapes: NodeShapes) -> WindowAxis {
    convolution.window(alongSpatialAxis: axis - 2, shapes)
  }

  /// The positions of the input that reach a part of the result; the first is never so late that the result would begin
  /// with elements that none reaches.
  private func sources(of part: AxisSpan, _ shapes: NodeShapes) -> Range<Int> {
    let (window, count) = (window(part.axis, shapes), shapes.inputs[0][part.axis])
    let seen = window.windows(seeing: part.range, of: count) ?? 0..<1
    let latest = (part.range.lowerBound + window.padBefore).dividedRoundingDown(by: window.stride)
    let first = min(seen.lowerBound, latest, count - 1)
    return first..<max(seen.upperBound, first + 1)
  }
}
