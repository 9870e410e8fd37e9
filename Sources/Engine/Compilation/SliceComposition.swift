internal import Graphs

extension Graph {
  /// Makes one slice of slices of slices: exporters crop one axis at a time, and so would the gradient be put back.
  ///
  /// The values `kept` (outputs, taps, and what gradients are taken of) survive as they are.
  func composingSlices(keeping kept: Set<ValueID>) throws -> RewrittenGraph {
    var composed = RewrittenGraph(inputsOf: self)
    let consumers = self.consumers
    var absorbed: Set<Int> = []
    for (index, node) in nodes.enumerated() where !absorbed.contains(index) {
      guard var slice = node.operation as? Slice else {
        try composed.copy(node, of: self)
        continue
      }
      var end = node.outputs[0]
      while !kept.contains(end), consumers[end]?.count == 1, let next = consumers[end]?[0],
        let outer = nodes[next].operation as? Slice
      {
        slice = outer.composed(with: slice)
        absorbed.insert(next)
        end = nodes[next].outputs[0]
      }
      let made = try composed.graph(slice, composed.copied(node.inputs[0], of: self), name: node.name)
      composed.bind(end, to: made, of: self)
    }
    composed.finish(self, keeping: kept)
    return composed
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
