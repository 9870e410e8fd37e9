/// Along an axis that is not reduced; sums over the axis are `ConeBuilder`'s business.
extension Reduction: LocalOperation {
  func spread(_ changes: [Spread], _ shapes: NodeShapes) -> Spread {
    guard let span = changes[0].span else { return changes[0] }
    if axes.contains(span.axis) { return .everything }
    return .part(span.moved(toAxis: keepsAxes ? span.axis : span.axis - axes.count { $0 < span.axis }))
  }

  func reads(for part: AxisSpan, _ shapes: NodeShapes) -> [AxisSpan?] {
    let left = shapes.inputs[0].indices.filter { keepsAxes || !axes.contains($0) }
    return [part.moved(toAxis: left[part.axis])]
  }

  func steps(for part: AxisSpan, _ shapes: NodeShapes) -> [any Operation] { [self] }
}
