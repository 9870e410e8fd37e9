internal import Graphs

extension Graph {
  /// Makes one slice of slices of slices: exporters crop one axis at a time, and so would the gradient be put back.
  ///
  /// The values `kept` (outputs, taps, and what gradients are taken of) survive as they are.
  func composingSlices(keeping kept: Set<ValueID>) throws -> RewrittenGraph {
    try mergingChains(keeping: kept) { node in
      node.operation as? Slice
    } absorbing: { slice, node, _ in
      (node.operation as? Slice)?.composed(with: slice)
    } writing: { slice, node, end, composed in
      let made = try composed.graph(slice, composed.copied(node.inputs[0], of: self), name: node.name)
      composed.bind(end, to: made, of: self)
    }
  }
}

extension Slice {
  /// The slice that reads from `inner`'s input what this one reads from `inner`'s result.
  func composed(with inner: Slice) -> Slice {
    let axes = extents.indices.map { axis in
      // Where nothing or one element is read, a step means nothing and may be of any size.
      (
        start: extents[axis] == 0 ? 0 : inner.starts[axis] + (starts[axis] == 0 ? 0 : starts[axis] * inner.steps[axis]),
        step: extents[axis] < 2 ? 1 : inner.steps[axis] * steps[axis]
      )
    }
    return Slice(starts: axes.map(\.start), steps: axes.map(\.step), extents: extents)
  }
}
